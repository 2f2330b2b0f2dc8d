package intaglio.golden;

import intaglio.data.ImageSet;
import intaglio.graph.IntegerModel;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.graph.Wiring;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.range.RangeAnalysis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The integer network, fast: many frames at once, one in each vector lane, on all processors. Gives the same integers
 * as {@link ReferenceModel}. A layer is computed in 32 bits where the range analysis proves that its products and
 * accumulators fit, in 64 bits otherwise. Safe for use by several threads.
 */
public final class GoldenModel {

    private final IntegerModel model;
    private final Shapes shapes;
    private final Wiring wiring;
    private final LaneKernel kernel;
    private final List<Stage> stages;

    /** Takes the Vector API where the running JVM has it. */
    public GoldenModel(IntegerModel model) {
        this(model, LaneKernel.fastest());
    }

    GoldenModel(IntegerModel model, LaneKernel kernel) {
        this.model = model;
        this.kernel = kernel;
        shapes = model.network().shapes();
        wiring = new Wiring(model.network());
        stages = StageBuilder.build(model, RangeAnalysis.of(model), kernel);
    }

    /** What does the multiplying, for reports. */
    public String kernelName() {
        return kernel.name();
    }

    /** Logits of the images {@code from..to-1}; row {@code i} is image {@code from + i}. */
    public long[][] logits(ImageSet images, int from, int to) {
        check(images, from, to);
        long[][] logits = new long[to - from][];
        int last = stages.size() - 1;
        int elements = model.network().output().elements();
        Batches.run(from, to, kernel.lanes(), this::newRunner, (runner, first, end) -> {
            runner.run(images, first, end, null);
            for (int image = first; image < end; image++) {
                logits[image - from] = runner.output(last, elements, image - first);
            }
        });
        return logits;
    }

    /** How many of the images have their largest logit at their label; {@code labels[i]} belongs to image i. */
    public int countCorrect(ImageSet images, int[] labels) {
        return countCorrect(logits(images, 0, images.count()), labels);
    }

    /** How many rows have their largest logit at their label. */
    public static int countCorrect(long[][] logits, int[] labels) {
        return (int) IntStream.range(0, logits.length)
                .filter(image -> Logits.argmax(logits[image]) == labels[image])
                .count();
    }

    /** Every layer's values for one image. */
    public Trace trace(ImageSet images, int index) {
        List<Trace> traces = new ArrayList<>();
        trace(images, index, index + 1, (image, trace) -> traces.add(trace));
        return traces.get(0);
    }

    /** Takes the traces of many frames, one by one. */
    public interface TraceConsumer {

        /** Image number in its set, and every layer's values. */
        void accept(int image, Trace trace);
    }

    /**
     * Every layer's values for the images {@code from..to-1}, handed over in order on the calling thread. Only one
     * batch of traces is held at a time.
     */
    public void trace(ImageSet images, int from, int to, TraceConsumer consumer) {
        check(images, from, to);
        BatchRunner runner = newRunner();
        for (int first = from; first < to; first += kernel.lanes()) {
            int end = Math.min(to, first + kernel.lanes());
            List<AccumulatorRecorder> recorders = recorders(end - first);
            runner.run(images, first, end, recorders);
            for (int image = first; image < end; image++) {
                consumer.accept(image, trace(runner, recorders, image - first));
            }
        }
    }

    private List<AccumulatorRecorder> recorders(int frames) {
        List<AccumulatorRecorder> recorders = new ArrayList<>();
        for (Node node : model.network().nodes()) {
            boolean isRequantized = model.requantize(node.layer()).isPresent();
            recorders.add(
                    isRequantized
                            ? new AccumulatorRecorder(
                                    frames, shapes.output(node).elements())
                            : null);
        }
        return recorders;
    }

    private Trace trace(BatchRunner runner, List<AccumulatorRecorder> recorders, int frame) {
        List<LayerTrace> traces = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Node node = model.network().nodes().get(i);
            Shape shape = shapes.output(node);
            long[] output = runner.output(i, shape.elements(), frame);
            Optional<Requantize> requantize = model.requantize(node.layer());
            if (requantize.isPresent()) {
                long[] accumulator = recorders.get(i).frame(frame);
                long[] requantized = requantized(requantize.get(), accumulator, shape.pixels());
                traces.add(new LayerTrace(node.label(), shape, accumulator, requantized, output));
            } else {
                traces.add(new LayerTrace(node.label(), shape, null, null, output));
            }
        }
        return new Trace(traces);
    }

    private static long[] requantized(Requantize requantize, long[] accumulator, int pixels) {
        long[] requantized = new long[accumulator.length];
        for (int i = 0; i < requantized.length; i++) {
            requantized[i] = requantize.apply(accumulator[i], i / pixels);
        }
        return requantized;
    }

    private BatchRunner newRunner() {
        return new BatchRunner(stages, wiring, model.network().input().elements(), kernel.lanes());
    }

    private void check(ImageSet images, int from, int to) {
        if (!images.shape().equals(model.network().input())) {
            throw new IllegalArgumentException(
                    "images " + images.shape() + ", network " + model.network().input());
        }
        if (from < 0 || from > to || to > images.count()) {
            throw new IllegalArgumentException("images " + from + ".." + to + " of " + images.count());
        }
    }
}
