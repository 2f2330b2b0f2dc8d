package intaglio.graph;

import intaglio.ir.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shapes of a network's tensors, by the label of the layer that gives them. */
public final class Shapes {

    private final Map<String, Shape> byLabel = new LinkedHashMap<>();

    Shapes(Network network) {
        byLabel.put(Network.INPUT, network.input());
        for (Node node : network.nodes()) {
            byLabel.put(node.label(), node.layer().outputShape(inputs(node)));
        }
    }

    /** What a layer gives; {@link Network#INPUT}: what the network reads. */
    public Shape of(String label) {
        Shape shape = byLabel.get(label);
        if (shape == null) {
            throw new IllegalArgumentException("no layer '" + label + "'");
        }
        return shape;
    }

    /** Of the input, then of every node's output, in order. */
    public List<Shape> inOrder() {
        return List.copyOf(byLabel.values());
    }

    /** What a layer gives. */
    public Shape output(Node node) {
        return of(node.label());
    }

    /** What a layer reads, in order. */
    public List<Shape> inputs(Node node) {
        return node.inputs().stream().map(this::of).toList();
    }

    /** What a layer with one input reads. */
    public Shape input(Node node) {
        return of(node.input());
    }
}
