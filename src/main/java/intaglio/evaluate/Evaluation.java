package intaglio.evaluate;

import intaglio.data.ImageSet;
import intaglio.graph.FloatModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * The float network and every variant on the same images.
 *
 * @param trained the float network
 * @param images how many
 * @param correct of the float network; absent without labels
 * @param variants in the order given
 */
public record Evaluation(FloatModel trained, int images, OptionalInt correct, List<Measurement> variants) {

    public Evaluation {
        variants = List.copyOf(variants);
    }

    /**
     * Runs everything. The same inputs give the same numbers, bit by bit, whatever the number of processors.
     *
     * @param variants at least one; their input bytes stand for the same
     * @param labels one for each image
     * @param progress told the number of images done
     * @throws intaglio.diag.IntaglioException (bad input) where an output of the float network is not a finite number
     */
    public static Evaluation of(
            FloatModel trained, List<Variant> variants, ImageSet images, Optional<int[]> labels, IntConsumer progress) {
        return new EvaluationRun(trained, variants, images, labels).run(progress);
    }
}
