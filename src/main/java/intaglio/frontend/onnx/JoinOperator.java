package intaglio.frontend.onnx;

import java.util.List;

/** What an operator with several inputs that depend on the image does to the network. */
interface JoinOperator {

    /** The attributes it understands; a node with any other is refused. */
    List<String> attributes();

    /** Whether it takes integers that QuantizeLinear has made. */
    default boolean mayReadIntegers() {
        return false;
    }

    /**
     * Applies a node.
     *
     * @param flows the inputs, in order; each is a tensor of the node's own, with known sizes; two or more
     * @return the output, one of them changed; null, reported, where it cannot be
     */
    Flow apply(Node node, List<Flow> flows);
}
