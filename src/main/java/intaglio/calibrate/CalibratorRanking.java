package intaglio.calibrate;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.Uint8Quantizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Quantizes with every calibrator and runs each integer network on the calibration images: the best comes first. */
public final class CalibratorRanking {

    /**
     * One calibrator's network.
     *
     * @param calibrator its name
     * @param quantized the network
     * @param correct images with the largest logit at their label; absent without labels
     * @param signalToNoise of the logits against the float network's, in dB
     */
    public record Entry(String calibrator, Uint8Quantized quantized, OptionalInt correct, double signalToNoise) {}

    private CalibratorRanking() {}

    /**
     * Ranks by accuracy on the calibration images where there are labels, then by the logits' signal-to-noise ratio;
     * equals stay in the order of the calibrators.
     *
     * @param calibration of the same images
     * @param labels one for each image
     */
    public static List<Entry> of(
            FloatModel model,
            ImageSet images,
            Optional<int[]> labels,
            Calibration calibration,
            List<Calibrator> calibrators,
            Uint8Options options) {
        List<Entry> entries = new ArrayList<>();
        for (Calibrator calibrator : calibrators) {
            Uint8Quantized quantized = Uint8Quantizer.quantize(model, calibration.ranges(calibrator), options);
            long[][] logits = new GoldenModel(quantized.model()).logits(images, 0, images.count());
            OptionalInt correct = labels.map(right -> OptionalInt.of(GoldenModel.countCorrect(logits, right)))
                    .orElse(OptionalInt.empty());
            double ratio = SignalToNoise.decibels(calibration.logits(), logits, quantized.logitScale());
            entries.add(new Entry(calibrator.name(), quantized, correct, ratio));
        }
        entries.sort(Comparator.comparingInt((Entry entry) -> entry.correct().orElse(0))
                .thenComparingDouble(Entry::signalToNoise)
                .reversed());
        return entries;
    }
}
