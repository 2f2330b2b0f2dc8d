/**
 * TensorFlow Lite models. The file is a FlatBuffer; its tables are read by field number, each offset checked
 * ({@link intaglio.frontend.tflite.FlatTable}). The graph is then written down as ONNX: images keep their channels last,
 * with a Transpose around each operator that ONNX has for channels first, and quantized tensors become QuantizeLinear and
 * DequantizeLinear. Field numbers, codes and defaults are those of {@code tensorflow/lite/schema/schema.fbs} (Apache-2.0).
 */
package intaglio.frontend.tflite;
