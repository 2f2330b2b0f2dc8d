package intaglio.evaluate;

import intaglio.data.ImageSet;
import intaglio.floating.FloatNetwork;
import intaglio.golden.GoldenModel;
import intaglio.graph.FloatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Images per second of the float network and of every variant, all in one run, on all processors: only what it takes to
 * get the logits. Each pass runs all images as often as it takes to last {@link #LEAST_NANOS}; the passes of the
 * networks alternate, so that whatever else the machine does meets all of them. The first passes of each are not
 * counted, because the JIT compiler is at work; of the others the median is taken.
 *
 * @param kernel what does the multiplying
 * @param floating of the float network
 * @param variants in order
 */
public record Speed(String kernel, double floating, List<Double> variants) {

    /** Passes of each network before any that counts, and passes that count. */
    private static final int WARM_UP = 3;

    private static final int PASSES = 11;

    private static final long LEAST_NANOS = 200_000_000;

    public Speed {
        variants = List.copyOf(variants);
    }

    /** Number of passes over all networks, for progress. */
    public static int passes() {
        return WARM_UP + PASSES;
    }

    /**
     * Measures.
     *
     * @param progress told the number of passes done
     */
    public static Speed of(FloatModel trained, List<Variant> variants, ImageSet images, IntConsumer progress) {
        return of(trained, variants, images, progress, LEAST_NANOS);
    }

    static Speed of(
            FloatModel trained, List<Variant> variants, ImageSet images, IntConsumer progress, long leastNanos) {
        FloatNetwork network = new FloatNetwork(trained);
        List<Runnable> runs = new ArrayList<>();
        runs.add(() -> network.logits(images, 0, images.count()));
        for (Variant variant : variants) {
            GoldenModel golden = new GoldenModel(variant.model());
            runs.add(() -> golden.logits(images, 0, images.count()));
        }
        double[][] found = new double[runs.size()][PASSES];
        for (int pass = -WARM_UP; pass < PASSES; pass++) {
            for (int i = 0; i < found.length; i++) {
                double perSecond = images.count() * repetitionsPerSecond(runs.get(i), leastNanos);
                if (pass >= 0) {
                    found[i][pass] = perSecond;
                }
            }
            progress.accept(pass + WARM_UP + 1);
        }
        List<Double> medians = Arrays.stream(found).map(Speed::median).toList();
        return new Speed(network.kernelName(), medians.get(0), medians.subList(1, medians.size()));
    }

    private static double repetitionsPerSecond(Runnable run, long leastNanos) {
        long start = System.nanoTime();
        long elapsed = 0;
        int repetitions = 0;
        while (elapsed < leastNanos) {
            run.run();
            repetitions++;
            elapsed = System.nanoTime() - start;
        }
        return repetitions * 1e9 / elapsed;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
