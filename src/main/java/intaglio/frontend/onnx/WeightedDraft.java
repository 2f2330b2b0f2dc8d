package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Activation;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import java.util.Optional;

/** A convolution or a dense layer: a bias, a normalization or an activation behind it joins it. */
final class WeightedDraft extends ScaledDraft {

    private final Window window;
    private final int groups;
    private final FoldedWeights weights;
    private final LayerQuantization quantization = new LayerQuantization();

    private WeightedDraft(Node node, String name, Window window, int groups, FoldedWeights weights) {
        super(node, name);
        this.window = window;
        this.groups = groups;
        this.weights = weights;
    }

    static WeightedDraft conv(Node node, Window window, int groups, FoldedWeights weights) {
        return conv(node, LayerNames.weighted(node, "conv"), window, groups, weights);
    }

    static WeightedDraft conv(Node node, String name, Window window, int groups, FoldedWeights weights) {
        return new WeightedDraft(node, name, window, groups, weights);
    }

    static WeightedDraft dense(Node node, FoldedWeights weights) {
        return new WeightedDraft(node, LayerNames.weighted(node, "dense"), null, 1, weights);
    }

    @Override
    Optional<WeightedDraft> weighted() {
        return Optional.of(this);
    }

    @Override
    Optional<FoldTarget> foldTarget() {
        return isShared() || activation() != Activation.NONE ? Optional.empty() : Optional.of(new FoldTarget(this, 1));
    }

    FoldedWeights weights() {
        return weights;
    }

    LayerQuantization quantization() {
        return quantization;
    }

    @Override
    Layer toLayer(String label) {
        int outChannels = weights.outChannels();
        return window == null
                ? new Dense(label, outChannels, activation())
                : new Conv2d(label, outChannels, window, groups, activation());
    }
}
