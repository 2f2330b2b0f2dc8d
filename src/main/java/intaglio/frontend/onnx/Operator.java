package intaglio.frontend.onnx;

import java.util.List;

/** What one of ONNX's operators does to the tensor that it reads, and to the layers. */
interface Operator {

    /** The attributes it understands; a node with any other is refused. */
    List<String> attributes();

    /** Applies a node whose data is its input {@code dataInput}; what cannot be done is reported to the node. */
    void apply(Node node, int dataInput, Flow flow);

    /** Whether it may follow a Pad, which the next convolution takes over. */
    default boolean mayFollowPadding() {
        return false;
    }

    /** Whether it may stand between QuantizeLinear and DequantizeLinear. */
    default boolean mayReadIntegers() {
        return false;
    }

    /** Whether it may follow the Softmax or ArgMax that ends a network. */
    default boolean mayFollowEnd() {
        return false;
    }
}
