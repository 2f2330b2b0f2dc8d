/**
 * Reads ONNX models without ONNX Runtime. The graph is walked once from its input to its output; each operator either
 * changes the tensor that it reads ({@code Flow}) and the layers behind it, or is refused with its node, the reason
 * and the nearest supported rewrite, and the walk goes on, so that all of it is listed. docs/onnx.md says what each
 * operator becomes.
 */
package intaglio.frontend.onnx;
