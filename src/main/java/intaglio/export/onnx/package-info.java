/**
 * The integer network as an ONNX graph of integer operators: a second opinion on every result, from a program that
 * shares no code with the golden model. {@link intaglio.export.onnx.OnnxExport} is the way in.
 */
package intaglio.export.onnx;
