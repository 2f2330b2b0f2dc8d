package intaglio.frontend.qdq;

import ai.onnx.proto.OnnxMl.NodeProto;

/** What one operator means in real numbers. */
interface Rule {

    /** Inputs that a node must have at least; one with fewer stays as it is, and the importer refuses it. */
    int inputs();

    /** Writes the nodes that stand for a node; the last of them gives its output. */
    void write(NodeProto node, QdqWriter to);
}
