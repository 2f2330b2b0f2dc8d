package intaglio.evaluate;

import intaglio.data.ImageSet;
import intaglio.floating.FloatNetwork;
import intaglio.golden.Batches;
import intaglio.golden.GoldenModel;
import intaglio.golden.Logits;
import intaglio.graph.FloatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/** Runs batches on all processors and adds them up in the order of the images. */
final class EvaluationRun {

    /** Batches whose tallies are held before they are added up. */
    private static final int HELD = 64;

    private final FloatModel trained;
    private final List<Variant> variants;
    private final ImageSet images;
    private final Optional<int[]> labels;
    private final FloatNetwork network;
    private final List<GoldenModel> golden;

    EvaluationRun(FloatModel trained, List<Variant> variants, ImageSet images, Optional<int[]> labels) {
        this.trained = trained;
        this.variants = variants;
        this.images = images;
        this.labels = labels;
        network = new FloatNetwork(trained);
        golden = variants.stream()
                .map(variant -> new GoldenModel(variant.model()))
                .toList();
    }

    Evaluation run(IntConsumer progress) {
        BatchTally total = newTally();
        int step = HELD * FloatNetwork.BATCH;
        for (int from = 0; from < images.count(); from += step) {
            int first = from;
            int end = Math.min(images.count(), from + step);
            BatchTally[] tallies = new BatchTally[HELD];
            Batches.run(
                    first,
                    end,
                    FloatNetwork.BATCH,
                    () -> this,
                    (run, start, stop) -> tallies[(start - first) / FloatNetwork.BATCH] = run.batch(start, stop));
            for (int i = 0; i < tallies.length && tallies[i] != null; i++) {
                total.add(tallies[i]);
            }
            progress.accept(end);
        }
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            measurements.add(total.variant(i).result(labels.isPresent()));
        }
        OptionalInt correct = labels.isPresent() ? OptionalInt.of(total.correct()) : OptionalInt.empty();
        return new Evaluation(trained, images.count(), correct, measurements);
    }

    private BatchTally newTally() {
        return new BatchTally(variants.stream()
                .map(variant -> new VariantTally(trained.network(), variant))
                .toList());
    }

    private BatchTally batch(int from, int to) {
        BatchTally tally = newTally();
        float[][][] exact = network.outputs(images, from, to);
        int[] classes = new int[to - from];
        for (int image = from; image < to; image++) {
            float[][] layers = exact[image - from];
            classes[image - from] = FloatNetwork.argmax(layers[layers.length - 1]);
            tally.addFloat(isLabel(image, classes[image - from]));
        }
        for (int i = 0; i < golden.size(); i++) {
            VariantTally variant = tally.variant(i);
            golden.get(i).trace(images, from, to, (image, trace) -> {
                int found = Logits.argmax(trace.logits());
                variant.add(exact[image - from], trace, found == classes[image - from], isLabel(image, found));
            });
        }
        return tally;
    }

    private boolean isLabel(int image, int found) {
        return labels.isPresent() && labels.get()[image] == found;
    }
}
