package intaglio.calibrate;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Quantizes in every way of a list and runs each integer network on the calibration images: the best comes first. */
public final class QuantizationRanking {

    /**
     * One network.
     *
     * @param choice how it was quantized
     * @param quantized the network
     * @param correct images with the largest logit at their label; absent without labels
     * @param signalToNoise of the logits against the float network's, in dB
     */
    public record Entry(
            QuantizationChoice choice, Uint8Quantized quantized, OptionalInt correct, double signalToNoise) {}

    private QuantizationRanking() {}

    /**
     * Ranks by accuracy on the calibration images where there are labels, then by the logits' signal-to-noise ratio;
     * equals stay in the order of the choices.
     *
     * @param calibration of the same images
     * @param labels one for each image
     * @param options all but the scheme of the weights
     */
    public static List<Entry> of(
            FloatModel model,
            ImageSet images,
            Optional<int[]> labels,
            Calibration calibration,
            List<QuantizationChoice> choices,
            Uint8Options options,
            ErrorFeedback.Progress progress) {
        List<Entry> entries = new ArrayList<>();
        for (QuantizationChoice choice : choices) {
            Uint8Quantized quantized = choice.quantize(model, images, calibration, options, progress);
            long[][] logits = new GoldenModel(quantized.model()).logits(images, 0, images.count());
            OptionalInt correct = labels.map(right -> OptionalInt.of(GoldenModel.countCorrect(logits, right)))
                    .orElse(OptionalInt.empty());
            double ratio = SignalToNoise.decibels(calibration.logits(), logits, quantized.logitScale());
            entries.add(new Entry(choice, quantized, correct, ratio));
        }
        entries.sort(Comparator.comparingInt((Entry entry) -> entry.correct().orElse(0))
                .thenComparingDouble(Entry::signalToNoise)
                .reversed());
        return entries;
    }
}
