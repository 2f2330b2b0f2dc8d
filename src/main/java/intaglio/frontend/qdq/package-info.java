/**
 * Rewrites the operators on integers of quantized ONNX files as QuantizeLinear and DequantizeLinear around ONNX's operators on
 * real numbers, which the importer reads. Works on names alone: no tensor is read.
 */
package intaglio.frontend.qdq;
