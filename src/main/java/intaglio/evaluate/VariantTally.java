package intaglio.evaluate;

import intaglio.golden.Trace;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.Normalization;
import intaglio.ir.Requantize;
import intaglio.op.Weighted;
import intaglio.quant.ActivationScale;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Adds up what one variant does, frame by frame. */
final class VariantTally {

    private final Variant variant;
    private final List<LayerTally> layers = new ArrayList<>();
    private int correct;
    private int agreeing;

    VariantTally(Network trained, Variant variant) {
        this.variant = variant;
        int firstWeighted = trained.layers().indexOf(trained.weightedLayers().get(0));
        for (int i = 0; i < variant.layers().size(); i++) {
            ActivationScale scale = variant.layers().get(i).output();
            // A pool of the image's bytes hands on pixels, whose channels may be normalized each in its own way.
            LayerTally.Reals reals = i < firstWeighted
                    ? (output, channel) -> real(trained.normalization(), output, channel)
                    : (output, channel) -> scale.scale() * (output - scale.zeroPoint());
            Requantize requantize = null;
            Activation activation = Activation.NONE;
            if (trained.layers().get(i) instanceof Weighted weighted) {
                requantize = variant.model().parameters(weighted).requantize();
                activation = weighted.activation();
            }
            int channels = trained.shapes().inOrder().get(i + 1).channels();
            layers.add(new LayerTally(reals, scale, requantize, activation, channels));
        }
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
        return new Measurement(variant, labelled ? OptionalInt.of(correct) : OptionalInt.empty(), agreeing, measured);
    }
}
