package intaglio.frontend.onnx;

import intaglio.ir.FloatParameters;

/**
 * A layer of an ONNX model.
 *
 * @param where for messages: the file, the node and its operator
 * @param node the layer and what it reads
 * @param parameters null for a layer without weights
 */
public record OnnxLayer(String where, intaglio.graph.Node node, FloatParameters parameters) {}
