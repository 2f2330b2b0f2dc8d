package intaglio.evaluate;

import intaglio.golden.Trace;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Normalization;
import intaglio.ir.Requantize;
import intaglio.op.Layer;
import intaglio.quant.ActivationScale;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Adds up what one variant does, frame by frame. */
final class VariantTally {

    private final Variant variant;
    private final boolean givesClasses;
    private final List<LayerTally> layers = new ArrayList<>();
    private int correct;
    private int agreeing;

    VariantTally(Network trained, Variant variant) {
        this.variant = variant;
        givesClasses = trained.outputKind() == OutputKind.LOGITS;
        for (Node node : trained.nodes()) {
            ActivationScale scale = variant.layer(node.label()).output();
            Layer layer = node.layer();
            int channels = trained.shapes().output(node).channels();
            LayerTally.Reals reals = holdsPixels(trained, node)
                    ? (output, channel) -> real(trained.normalization(), output, channel)
                    : (output, channel) -> scale.scale() * (output - scale.zeroPoint());
            Requantize requantize = variant.model().requantize(layer).orElse(null);
            layers.add(new LayerTally(reals, scale, requantize, layer.activation(), channels));
        }
    }

    /** A pool of the image's bytes hands on pixels, whose channels may be normalized each in its own way. */
    private static boolean holdsPixels(Network trained, Node node) {
        return trained.origins(node.label()).equals(Set.of(Network.INPUT))
                && trained.shapes().output(node).channels() == trained.input().channels();
    }

    private static double real(Normalization normalization, long pixel, int channel) {
        return normalization.scale(channel) * pixel + normalization.offset(channel);
    }

    /** Adds one frame; {@code exact} holds the float network's outputs of every layer. */
    void add(float[][] exact, Trace trace, boolean agrees, boolean isCorrect) {
        agreeing += agrees ? 1 : 0;
        correct += isCorrect ? 1 : 0;
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).add(exact[i], trace.layers().get(i));
        }
    }

    void add(VariantTally other) {
        agreeing += other.agreeing;
        correct += other.correct;
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).add(other.layers.get(i));
        }
    }

    Measurement result(boolean labelled) {
        List<LayerMeasurement> measured = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            measured.add(layers.get(i).result(variant.layers().get(i).label()));
        }
        return new Measurement(
                variant,
                labelled ? OptionalInt.of(correct) : OptionalInt.empty(),
                givesClasses ? OptionalInt.of(agreeing) : OptionalInt.empty(),
                measured);
    }
}
