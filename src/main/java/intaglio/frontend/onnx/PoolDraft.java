package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import java.util.Optional;

/** A pool. Functions that never fall move before a maximum, which is the same. */
final class PoolDraft extends LayerDraft {

    private final PoolKind kind;
    private final Window window;

    PoolDraft(Node node, String name, PoolKind kind, Window window) {
        super(node, name);
        this.kind = kind;
        this.window = window;
    }

    @Override
    Optional<PoolDraft> pool() {
        return Optional.of(this);
    }

    boolean isMax() {
        return kind == PoolKind.MAX;
    }

    Window window() {
        return window;
    }

    /** The same as a depthwise convolution. */
    WeightedDraft asConvolution(FoldedWeights depthwise) {
        return WeightedDraft.conv(node(), name(), window, depthwise.outChannels(), depthwise);
    }

    /** Means and maxima stay in the range of what they are taken of. */
    @Override
    boolean isUnchangedBy(Activation function) {
        return inputsUnchangedBy(function);
    }

    @Override
    boolean canTake(Activation function) {
        return isMax() && Activations.isMonotone(function) && inputsTake(function);
    }

    @Override
    void take(Activation function) {
        giveToInputs(function);
    }

    @Override
    boolean isQuantizable() {
        return isMax() && super.isQuantizable();
    }

    @Override
    boolean isOpen() {
        return isMax() && super.isOpen();
    }

    @Override
    Layer toLayer(String label) {
        return new Pool2d(label, kind, window);
    }
}
