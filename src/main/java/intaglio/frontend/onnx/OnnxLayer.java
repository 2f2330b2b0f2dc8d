package intaglio.frontend.onnx;

import intaglio.ir.FloatParameters;
import intaglio.op.Layer;

/**
 * A layer of an ONNX model.
 *
 * @param where for messages: the file, the node and its operator
 * @param parameters null for a pool
 */
public record OnnxLayer(String where, Layer layer, FloatParameters parameters) {}
