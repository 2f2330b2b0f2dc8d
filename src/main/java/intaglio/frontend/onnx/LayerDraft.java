package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;

/** A layer that later nodes may still change: a bias, a normalization or an activation joins the one before. */
final class LayerDraft {

    private final Node node;
    private final String name;
    private final PoolKind pool;
    private final Window window;
    private final int groups;
    private final FoldedWeights weights;
    private final LayerQuantization quantization = new LayerQuantization();
    private Activation activation = Activation.NONE;

    private LayerDraft(Node node, String name, PoolKind pool, Window window, int groups, FoldedWeights weights) {
        this.node = node;
        this.name = name;
        this.pool = pool;
        this.window = window;
        this.groups = groups;
        this.weights = weights;
    }

    static LayerDraft conv(Node node, Window window, int groups, FoldedWeights weights) {
        return conv(node, LayerNames.weighted(node, "conv"), window, groups, weights);
    }

    static LayerDraft conv(Node node, String name, Window window, int groups, FoldedWeights weights) {
        return new LayerDraft(node, name, null, window, groups, weights);
    }

    /** A pool as a depthwise convolution. */
    LayerDraft asConvolution(FoldedWeights depthwise) {
        return conv(node, name, window, depthwise.outChannels(), depthwise);
    }

    static LayerDraft dense(Node node, FoldedWeights weights) {
        return new LayerDraft(node, LayerNames.weighted(node, "dense"), null, null, 1, weights);
    }

    static LayerDraft pool(Node node, String name, PoolKind kind, Window window) {
        return new LayerDraft(node, name, kind, window, 1, null);
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

    boolean isWeighted() {
        return weights != null;
    }

    boolean isMaxPool() {
        return pool == PoolKind.MAX;
    }

    boolean isAveragePool() {
        return pool == PoolKind.AVERAGE;
    }

    /** Null for a dense layer. */
    Window window() {
        return window;
    }

    /** Null for a pool. */
    FoldedWeights weights() {
        return weights;
    }

    LayerQuantization quantization() {
        return quantization;
    }

    /**
     * Says what the output is quantized to; returns that less the bytes that cannot occur. Bytes without negative
     * numbers are a ReLU: quantizers leave the Relu out then.
     */
    Grid setOutput(Grid target) {
        Grid limited = quantization.limited(target);
        quantization.setOutput(limited);
        activation = limited.hasNegatives() || activation != Activation.NONE ? activation : Activation.RELU;
        return activation == Activation.NONE ? limited : limited.within(limited.zeroPoint(), limited.high());
    }

    Activation activation() {
        return activation;
    }

    void activate(Activation function) {
        activation = function;
    }

    Layer toLayer(String label) {
        if (!isWeighted()) {
            return new Pool2d(label, pool, window);
        }
        int outChannels = weights.outChannels();
        return window == null
                ? new Dense(label, outChannels, activation)
                : new Conv2d(label, outChannels, window, groups, activation);
    }
}
