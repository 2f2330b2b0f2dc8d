package intaglio.inspect;

import intaglio.data.ImagePreparation;
import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.floating.FloatNetwork;
import intaglio.golden.Batches;
import intaglio.ir.Shape;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs hypotheses on images. */
final class Evaluator {

    private static final double LEAST_LOGARITHM = -10;

    private final Path file;
    private final Optional<int[]> labels;
    private final int count;
    private final HypothesisNetwork networks;
    private final Map<Prepared, ImageSet> images = new ConcurrentHashMap<>();

    /** Images of one shape, prepared one way. */
    private record Prepared(Shape shape, ImagePreparation preparation) {}

    /**
     * An evaluator.
     *
     * @param file of the images
     * @param labels of at least as many images
     * @param count images to use at most
     */
    Evaluator(Path file, Optional<int[]> labels, int count, HypothesisNetwork networks) {
        this.file = file;
        this.labels = labels;
        this.count = count;
        this.networks = networks;
    }

    /** How many images there are. */
    int count() {
        return count;
    }

    boolean hasLabels() {
        return labels.isPresent();
    }

    /** The images as a hypothesis has them. */
    ImageSet images(Hypothesis hypothesis) {
        return images.computeIfAbsent(
                new Prepared(networks.input(hypothesis), hypothesis.input().preparation()),
                wanted -> ImageReader.read(file, wanted.shape(), count, wanted.preparation()));
    }

    /**
     * Scores of many hypotheses. One batch of images takes one processor: then as many hypotheses run at a time. More
     * batches of one hypothesis run at a time by themselves.
     *
     * @param most images to use
     * @param done is told how many are done
     */
    Score[] scores(List<Hypothesis> hypotheses, int most, IntConsumer done) {
        Score[] scores = new Score[hypotheses.size()];
        if (most > FloatNetwork.BATCH) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = score(hypotheses.get(i), most);
                done.accept(i + 1);
            }
            return scores;
        }
        AtomicInteger finished = new AtomicInteger();
        Batches.run(0, scores.length, 1, () -> this, (evaluator, first, end) -> {
            scores[first] = evaluator.score(hypotheses.get(first), most);
            done.accept(finished.incrementAndGet());
        });
        return scores;
    }

    private Score score(Hypothesis hypothesis, int most) {
        ImageSet set = images(hypothesis);
        int used = Math.min(most, Math.min(count, set.count()));
        float[][] logits = networks.build(hypothesis).logits(set, 0, used);
        BitSet right = new BitSet();
        double likelihood = 0;
        double confidence = 0;
        for (int image = 0; image < used; image++) {
            float[] outputs = logits[image];
            int largest = FloatNetwork.argmax(outputs);
            double sum = logOfSum(outputs, outputs[largest]);
            confidence += Math.exp(-sum);
            if (labels.isPresent()) {
                int label = labels.get()[image];
                right.set(image, largest == label);
                likelihood += Math.max(LEAST_LOGARITHM, outputs[label] - outputs[largest] - sum);
            }
        }
        return new Score(used, labels.isPresent(), right, finite(likelihood / used), finite(confidence / used));
    }

    /** Logarithm of the sum of {@code exp(output - largest)}. */
    private static double logOfSum(float[] outputs, float largest) {
        double sum = 0;
        for (float output : outputs) {
            sum += Math.exp(output - largest);
        }
        return Math.log(sum);
    }

    /** A hypothesis that gives NaN is as bad as can be. */
    private static double finite(double value) {
        return Double.isNaN(value) ? LEAST_LOGARITHM : value;
    }
}
