package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Activation;
import intaglio.ir.Layer;
import intaglio.ir.PoolKind;
import intaglio.ir.Window;

/** A layer that later nodes may still change: a bias, a normalization or an activation joins the one before. */
final class LayerDraft {

    private final Node node;
    private final String name;
    private final PoolKind pool;
    private final Window window;
    private final int groups;
    private final FoldedWeights weights;
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
        return new LayerDraft(node, LayerNames.weighted(node, "conv"), null, window, groups, weights);
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

    /** Null for a pool. */
    FoldedWeights weights() {
        return weights;
    }

    Activation activation() {
        return activation;
    }

    void activate(Activation function) {
        activation = function;
    }

    Layer toLayer(String label) {
        if (!isWeighted()) {
            return new Layer.Pool2d(label, pool, window);
        }
        int outChannels = weights.outChannels();
        return window == null
                ? new Layer.Dense(label, outChannels, activation)
                : new Layer.Conv2d(label, outChannels, window, groups, activation);
    }
}
