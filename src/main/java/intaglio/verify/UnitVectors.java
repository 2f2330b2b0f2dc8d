package intaglio.verify;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.range.LayerRanges;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * What the units are driven with: requantizers and means with every edge of their proved interval and both its ends,
 * pools with every sum and every place of the largest value, the class with every tie of two logits.
 */
final class UnitVectors {

    private final Network network;
    private final IntegerModel model;
    private final Ranges ranges;
    private final int mostSteps;

    private UnitVectors(IntegerModel model, int mostSteps) {
        this.network = model.network();
        this.model = model;
        this.ranges = RangeAnalysis.of(model);
        this.mostSteps = mostSteps;
    }

    /** Writes the file for all units. */
    static void write(Path file, List<Unit> units, IntegerModel model) throws IOException {
        UnitVectors vectors = new UnitVectors(model, Stair.MOST_STEPS);
        try (UnitFile to = new UnitFile(file)) {
            for (Unit unit : units) {
                switch (unit.kind()) {
                    case REQUANTIZE -> vectors.requantize(vectors.layer(unit), to);
                    case MEAN -> vectors.mean(vectors.layer(unit).pool().orElseThrow(), unit.divisor(), to);
                    case POOL ->
                        new PoolVectors(to, unit.inputs())
                                .write(
                                        vectors.input(unit.layer()),
                                        vectors.layer(unit).picksLargest());
                    case ARGMAX ->
                        new ClassVectors(to, unit.resultBits() - 1)
                                .write(
                                        vectors.logits(),
                                        vectors.network.output().elements());
                    default -> throw new IllegalStateException(unit.name());
                }
                to.put(0);
            }
        }
    }

    private Layer layer(Unit unit) {
        return network.node(unit.layer()).layer();
    }

    /** Interval of what a layer reads. */
    private Interval input(String label) {
        String source = network.node(label).input();
        return source.equals(Network.INPUT)
                ? new Interval(0, IntegerModel.INPUT_MAX)
                : ranges.layer(source).output();
    }

    private Interval logits() {
        return ranges.layer(network.last().label()).output();
    }

    private void requantize(Layer layer, UnitFile to) throws IOException {
        Requantize requantize = model.requantize(layer).orElseThrow();
        LayerRanges layerRanges = ranges.layer(layer.label());
        if (!requantize.isPerChannel()) {
            Interval all = layerRanges.finalByChannel().stream()
                    .reduce(Interval::union)
                    .orElseThrow();
            new Stair(output(layer, requantize, 0), mostSteps).write(all, 0, to);
            return;
        }
        int perStair = Math.max(1, mostSteps / layerRanges.finalByChannel().size());
        for (int channel = 0; channel < layerRanges.finalByChannel().size(); channel++) {
            new Stair(output(layer, requantize, channel), perStair)
                    .write(layerRanges.finalByChannel().get(channel), requantize.multiplier(channel), to);
        }
    }

    private static LongUnaryOperator output(Layer layer, Requantize requantize, int channel) {
        return layer.activation() == Activation.RELU
                ? accumulator -> Math.max(requantize.apply(accumulator, channel), requantize.zeroPoint())
                : accumulator -> requantize.apply(accumulator, channel);
    }

    private void mean(Pool2d pool, int divisor, UnitFile to) throws IOException {
        int count = divisor == 0 ? pool.window().area() : divisor;
        Interval values = input(pool.label());
        if (pool.countsPadding()) {
            values = values.union(Interval.of(model.padding().get(pool.label())));
        }
        new Stair(sum -> Rounding.divideHalfEven(sum, count), mostSteps).write(values.times(count), 0, to);
    }
}
