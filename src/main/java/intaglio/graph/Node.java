package intaglio.graph;

import intaglio.op.Layer;
import java.util.List;

/**
 * A layer in its place.
 *
 * @param layer the operation
 * @param inputs labels of what it reads, in order; {@link Network#INPUT} is the network's input
 */
public record Node(Layer layer, List<String> inputs) {

    public Node {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("layer '" + layer.label() + "' reads nothing");
        }
    }

    /** A layer that reads one tensor. */
    public Node(Layer layer, String input) {
        this(layer, List.of(input));
    }

    public String label() {
        return layer.label();
    }

    /** What it reads, where that is one tensor. */
    public String input() {
        if (inputs.size() != 1) {
            throw new IllegalStateException("layer '" + label() + "' reads " + inputs.size() + " tensors");
        }
        return inputs.get(0);
    }
}
