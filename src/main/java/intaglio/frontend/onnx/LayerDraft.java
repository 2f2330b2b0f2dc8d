package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.op.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A layer that later nodes may still change, as long as nothing else reads what it gives. */
abstract class LayerDraft {

    private final Node node;
    private final String name;
    private final List<LayerDraft> inputs = new ArrayList<>();
    private boolean shared;

    /**
     * A layer of a node.
     *
     * @param name what it should be called, not yet legal or unique
     */
    LayerDraft(Node node, String name) {
        this.node = node;
        this.name = name;
    }

    Node node() {
        return node;
    }

    String where() {
        return node.where();
    }

    void problem(String what, String help) {
        node.problem(what, help);
    }

    /** What it should be called, not yet legal or unique. */
    String name() {
        return name;
    }

    /** The layers that it reads, in order; null is the image. */
    List<LayerDraft> inputs() {
        return inputs;
    }

    void read(LayerDraft from) {
        inputs.add(from);
    }

    /** Lets one of its inputs come from another layer. */
    void readInstead(int input, LayerDraft from) {
        inputs.set(input, from);
    }

    /** From here on several nodes read what it gives now: it changes no more. */
    void share() {
        shared = true;
    }

    boolean isShared() {
        return shared;
    }

    /** This layer, if it has weights. */
    Optional<WeightedDraft> weighted() {
        return Optional.empty();
    }

    /** This layer, if it has a scale of its own. */
    Optional<ScaledDraft> scaled() {
        return Optional.empty();
    }

    /** This layer, if it is a pool. */
    Optional<PoolDraft> pool() {
        return Optional.empty();
    }

    /** What folding a map of this layer's output channels into weights takes; empty where it cannot be folded. */
    Optional<FoldTarget> foldTarget() {
        return Optional.empty();
    }

    /** Whether a function changes nothing of what this layer gives. */
    abstract boolean isUnchangedBy(Activation function);

    /** Whether a function can become a part of this layer, or of those that it reads. */
    final boolean takes(Activation function) {
        return isUnchangedBy(function) || (!shared && canTake(function));
    }

    /** The same without a look at other readers. */
    abstract boolean canTake(Activation function);

    /** Makes a function a part of this layer; only where {@link #takes} says so. */
    abstract void take(Activation function);

    // ---- in a quantized model: what the outputs are quantized to -------------------------------------------------

    /**
     * Whether the real numbers that it gives can be quantized where they come from. The image is not quantized twice,
     * and means lie between the steps of what they are taken of.
     */
    boolean isQuantizable() {
        return inputs.stream().allMatch(input -> input != null && input.isQuantizable());
    }

    /**
     * Quantizes the real numbers that it gives, where they come from; only where that {@link #isQuantizable}.
     *
     * @param by the QuantizeLinear, for messages
     * @param graph takes layers that this needs
     * @return the target less the bytes that cannot occur
     */
    Grid quantize(Grid target, Node by, GraphDraft graph) {
        return inputs.stream()
                .map(input -> input.quantize(target, by, graph))
                .reduce(Grid::union)
                .orElseThrow();
    }

    /** A layer reads the real numbers that it gives, and nothing quantizes them before. */
    void readWide(Node by) {
        inputs.stream().filter(Objects::nonNull).forEach(input -> input.readWide(by));
    }

    /** Leaves the bytes {@code low..high} of what it gives. */
    void narrow(int low, int high) {
        inputs.forEach(input -> input.narrow(low, high));
    }

    /** Leaves the real numbers {@code low..high}. */
    void limit(float low, float high) {
        inputs.forEach(input -> input.limit(low, high));
    }

    /** Whether nothing else reads what it gives, or the layers that give it. */
    boolean isOpen() {
        return !shared && inputs.stream().allMatch(input -> input != null && input.isOpen());
    }

    /** The layer under its final label. */
    abstract Layer toLayer(String label);

    /** Whether all that this layer reads takes a function; the image takes none. */
    final boolean inputsTake(Activation function) {
        return inputs.stream().allMatch(input -> input != null && input.takes(function));
    }

    /** Whether a function changes nothing of what this layer reads. */
    final boolean inputsUnchangedBy(Activation function) {
        return inputs.stream().allMatch(input -> input != null && input.isUnchangedBy(function));
    }

    /** Makes a function a part of all that this layer reads. */
    final void giveToInputs(Activation function) {
        for (LayerDraft input : inputs) {
            if (!input.isUnchangedBy(function)) {
                input.take(function);
            }
        }
    }
}
