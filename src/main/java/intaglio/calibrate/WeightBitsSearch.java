package intaglio.calibrate;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import intaglio.op.Weighted;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Searches narrow weights. The search starts with 8 bits in every layer. It may lose a given share of the images that are
 * right then.
 *
 * <p>Each round tries every layer with one bit less. A layer with which too many images are wrong keeps its width. Of the
 * others the search takes the layer that adds the least noise to the logits for each bit of memory that it frees. When no
 * layer is left, all are tried once more, because other layers have changed since; the search ends when that frees nothing.
 * The same inputs give the same widths.
 */
public final class WeightBitsSearch {

    private static final int WIDEST = 8;
    private static final int NARROWEST = 2;

    /**
     * One network on the way.
     *
     * @param layer whose weights have become narrower; empty for the first
     * @param bits width of its weights
     * @param romBits bits of all weights
     * @param correct images with the largest logit at their class
     * @param noise part of the logits' power that is quantization noise
     */
    public record Step(String layer, int bits, long romBits, int correct, double noise) {}

    /**
     * What was found.
     *
     * @param least images that have to be right
     * @param steps the first of 8 bits everywhere, the last the one taken
     * @param bits widths found, by label in network order
     * @param quantized the network
     */
    public record Result(int least, List<Step> steps, Map<String, Integer> bits, Uint8Quantized quantized) {}

    private record Candidate(Step step, Uint8Quantized quantized) {}

    private final FloatModel model;
    private final ImageSet images;
    private final int[] classes;
    private final Calibration calibration;
    private final QuantizationChoice choice;
    private final KeptRoundings roundings;
    private final Uint8Options options;
    private final Map<String, Long> weights = new LinkedHashMap<>();

    /**
     * @param images that the networks are measured with
     * @param classes right ones, one for each image: their labels, or what the float network says
     * @param calibration of the same images
     * @param choice how to quantize
     * @param options all but the widths, which are searched
     */
    public WeightBitsSearch(
            FloatModel model,
            ImageSet images,
            int[] classes,
            Calibration calibration,
            QuantizationChoice choice,
            Uint8Options options) {
        this.model = model;
        this.images = images;
        this.classes = classes;
        this.calibration = calibration;
        this.choice = choice;
        roundings = new KeptRoundings(choice.rounding().on(images, calibration, (layer, done) -> {}));
        this.options = options;
        for (Weighted layer : model.network().weightedLayers()) {
            weights.put(layer.label(), (long) model.parameters(layer).weights().length);
        }
    }

    /**
     * Searches.
     *
     * @param dropPercent images that may be lost against 8 bits, in percent of all, 0 or more
     * @param progress told the number of networks tried
     */
    public Result run(double dropPercent, IntConsumer progress) {
        Search search = new Search(progress);
        // A millionth of an image, so that 0.1 % of 1000 is the one that it should be.
        int least = search.current.step().correct() - (int) Math.floor(dropPercent / 100 * images.count() + 1e-6);
        int before = 0;
        while (before < search.steps.size()) {
            before = search.steps.size();
            search.narrow(least);
        }
        return new Result(least, search.steps, search.bits, search.current.quantized());
    }

    /** How far it is. */
    private final class Search {

        private final IntConsumer progress;
        private final Map<String, Integer> bits = new LinkedHashMap<>();
        private final List<Step> steps = new ArrayList<>();
        private Candidate current;
        private int tried = 1;

        Search(IntConsumer progress) {
            this.progress = progress;
            weights.keySet().forEach(label -> bits.put(label, WIDEST));
            current = measure("", WIDEST, bits);
            steps.add(current.step());
        }

        /** Narrows layers until each is as narrow as can be or was tried in vain. */
        void narrow(int least) {
            Set<String> open = new LinkedHashSet<>(weights.keySet());
            open.removeIf(label -> bits.get(label) == NARROWEST);
            while (!open.isEmpty()) {
                Candidate best = null;
                for (String label : List.copyOf(open)) {
                    Candidate candidate = measure(label, bits.get(label) - 1, bits);
                    progress.accept(++tried);
                    if (candidate.step().correct() < least) {
                        open.remove(label);
                    } else if (best == null || cost(candidate, current) < cost(best, current)) {
                        best = candidate;
                    }
                }
                if (best != null) {
                    take(best);
                    open.removeIf(label -> bits.get(label) == NARROWEST);
                }
            }
        }

        private void take(Candidate candidate) {
            current = candidate;
            steps.add(candidate.step());
            bits.put(candidate.step().layer(), candidate.step().bits());
        }
    }

    /** Noise added for each bit freed. */
    private double cost(Candidate candidate, Candidate before) {
        return (candidate.step().noise() - before.step().noise())
                / weights.get(candidate.step().layer());
    }

    private Candidate measure(String label, int width, Map<String, Integer> before) {
        Map<String, Integer> bits = new LinkedHashMap<>(before);
        bits.computeIfPresent(label, (same, old) -> width);
        Uint8Quantized quantized =
                choice.quantize(model, calibration, options.withWeightBits(bits), roundings.with(bits));
        long[][] logits = new GoldenModel(quantized.model()).logits(images, 0, images.count());
        double decibels = SignalToNoise.decibels(calibration.logits(), logits, quantized.logitScale());
        long romBits = weights.entrySet().stream()
                .mapToLong(one -> one.getValue() * bits.get(one.getKey()))
                .sum();
        return new Candidate(
                new Step(
                        label, width, romBits, GoldenModel.countCorrect(logits, classes), Math.pow(10, -decibels / 10)),
                quantized);
    }
}
