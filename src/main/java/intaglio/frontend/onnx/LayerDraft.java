package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.op.Layer;
import java.util.ArrayList;
import java.util.List;
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
