package intaglio.graph;

import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network without its weights: an input, and layers that read it or one another. The last layer gives the output;
 * every other layer is read by a later one.
 *
 * @param name short lower-case name, used for the emitted top module
 * @param input shape of one image
 * @param normalization what the bytes of an image stand for
 * @param assumptions what the model file does not say and was assumed, one sentence each
 * @param nodes at least one; labels unique; each after those that it reads
 * @param outputKind what the values at the end are
 */
public record Network(
        String name,
        Shape input,
        Normalization normalization,
        List<String> assumptions,
        List<Node> nodes,
        OutputKind outputKind) {

    /** Stands for the network's input among the labels that a node reads. No layer is called so. */
    public static final String INPUT = "@input";

    public Network {
        assumptions = List.copyOf(assumptions);
        nodes = List.copyOf(nodes);
        if (!normalization.fits(input.channels())) {
            throw new IllegalArgumentException(normalization + " for " + input.channels() + " channels");
        }
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("network '" + name + "' has no layer");
        }
        checkOrder(name, nodes);
    }

    private static void checkOrder(String name, List<Node> nodes) {
        Set<String> before = new HashSet<>(Set.of(INPUT));
        Set<String> read = new HashSet<>();
        for (Node node : nodes) {
            if (!before.containsAll(node.inputs())) {
                throw new IllegalArgumentException("network '" + name + "': layer '" + node.label() + "' reads "
                        + node.inputs() + ", and before it there are " + before);
            }
            if (!before.add(node.label())) {
                throw new IllegalArgumentException(
                        "network '" + name + "' has two layers of the label '" + node.label() + "'");
            }
            read.addAll(node.inputs());
        }
        before.removeAll(read);
        before.remove(nodes.get(nodes.size() - 1).label());
        if (!before.isEmpty()) {
            throw new IllegalArgumentException("network '" + name + "': nothing reads " + before);
        }
    }

    /** A network of pixels 0..1 that gives logits; each layer reads the one before. Nothing is assumed. */
    public Network(String name, Shape input, List<Layer> layers) {
        this(name, input, Normalization.NONE, List.of(), chain(layers), OutputKind.LOGITS);
    }

    /** Nodes that each read the one before, the first the network's input. */
    public static List<Node> chain(List<? extends Layer> layers) {
        List<Node> nodes = new ArrayList<>();
        String before = INPUT;
        for (Layer layer : layers) {
            nodes.add(new Node(layer, before));
            before = layer.label();
        }
        return nodes;
    }

    /** Whether each layer reads the one before and nothing else. */
    public boolean isChain() {
        return nodes.equals(chain(layers()));
    }

    /** The same input with other layers. */
    public Network withNodes(List<Node> other) {
        return new Network(name, input, normalization, assumptions, other, outputKind);
    }

    /** The part of this network that one layer needs, which is its last. */
    public Network upTo(String label) {
        List<Node> needed = new ArrayList<>();
        Set<String> wanted = new HashSet<>(Set.of(label));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (wanted.contains(nodes.get(i).label())) {
                needed.add(0, nodes.get(i));
                wanted.addAll(nodes.get(i).inputs());
            }
        }
        return withNodes(needed);
    }

    /** The same layers with an input that stands for something else. */
    public Network withNormalization(Normalization other) {
        return new Network(name, input, other, assumptions, nodes, outputKind);
    }

    /** Shapes of all tensors. */
    public Shapes shapes() {
        return new Shapes(this);
    }

    /** Shape at the end. */
    public Shape output() {
        return shapes().output(last());
    }

    /** The node that gives the output. */
    public Node last() {
        return nodes.get(nodes.size() - 1);
    }

    /**
     * The layers whose outputs a tensor holds, in their own places or moved, compared and averaged: the layers with a
     * scale of their own that give it, and {@link #INPUT} where the image is among them.
     */
    public Set<String> origins(String label) {
        Set<String> origins = new LinkedHashSet<>();
        if (label.equals(INPUT) || node(label).layer().hasOwnScale()) {
            origins.add(label);
        } else {
            node(label).inputs().forEach(input -> origins.addAll(origins(input)));
        }
        return origins;
    }

    /**
     * The layer whose outputs the network gives, moved or averaged perhaps; empty where there are several, or where
     * something else reads it, too.
     */
    public Optional<Node> outputLayer() {
        Node node = last();
        while (!node.layer().hasOwnScale() && node.inputs().size() == 1) {
            String input = node.input();
            if (input.equals(INPUT) || readers(input).size() > 1) {
                return Optional.empty();
            }
            node = node(input);
        }
        return node.layer().hasOwnScale() ? Optional.of(node) : Optional.empty();
    }

    /** Whether a layer's outputs are the network's, and nobody else's; see {@link #outputLayer}. */
    public boolean givesOutput(Layer layer) {
        return outputLayer().filter(node -> node.label().equals(layer.label())).isPresent();
    }

    /** Whether a layer's outputs are the bytes of the picture that the network gives. */
    public boolean givesPixels(Layer layer) {
        return outputKind == OutputKind.IMAGE && origins(last().label()).contains(layer.label());
    }

    /** The layers whose outputs are quantized anew, in order. */
    public List<Layer> scaledLayers() {
        return layers().stream().filter(Layer::hasOwnScale).toList();
    }

    /** The node of that label; {@link IllegalArgumentException} where there is none. */
    public Node node(String label) {
        return nodes.stream()
                .filter(node -> node.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no layer '" + label + "'"));
    }

    /** The layers, each after those that it reads. */
    public List<Layer> layers() {
        return nodes.stream().map(Node::layer).toList();
    }

    /** The nodes that read a layer, or {@link #INPUT}. */
    public List<Node> readers(String label) {
        return nodes.stream().filter(node -> node.inputs().contains(label)).toList();
    }

    /** The network of the integers; see {@link intaglio.ir.Activation#inIntegers}. */
    public Network inIntegers() {
        return withNodes(nodes.stream()
                .map(node -> new Node(node.layer().inIntegers(), node.inputs()))
                .toList());
    }

    /** The layers that have weights, in order. */
    public List<Weighted> weightedLayers() {
        return nodes.stream().flatMap(node -> node.layer().weighted().stream()).toList();
    }
}
