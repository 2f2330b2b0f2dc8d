package intaglio.export.onnx;

import static intaglio.onnx.OnnxGraphBuilder.integer;

import intaglio.ir.Activation;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.onnx.OnnxGraphBuilder;
import intaglio.op.Layer;
import intaglio.range.LayerRanges;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** From the accumulators of a layer to its outputs: multiplier, shift, zero point, clamp, activation. */
final class Requantization {

    private final OnnxGraphBuilder graph;
    private final ExactShift shifts;
    private final ExactBounds bounds;

    Requantization(OnnxGraphBuilder graph) {
        this.graph = graph;
        shifts = new ExactShift(graph);
        bounds = new ExactBounds(graph);
    }

    /** Outputs, int64; {@code dimensions} are those of one number a channel. */
    String of(
            Layer layer,
            Requantize requantize,
            Optional<LookupTable> table,
            String accumulator,
            LayerRanges ranges,
            long[] dimensions) {
        String label = layer.label();
        String multiplier = multiplier(label, requantize, dimensions);
        String value = graph.node("Mul", label + "/product", List.of(accumulator, multiplier));
        if (requantize.twice()) {
            value = nudged(label, requantize, value, dimensions);
        }
        value = shifts.of(label, value, requantize.shift(), requantize.rounding());
        if (requantize.zeroPoint() != 0) {
            value = graph.node("Add", label + "/moved", List.of(value, graph.number(requantize.zeroPoint())));
        }
        if (requantize.clamp() != null) {
            long nudge = largestNudge(requantize);
            Interval before = new Interval(
                            ranges.scaled().low() - nudge, ranges.scaled().high() + nudge)
                    .shiftRight(requantize.shift(), requantize.rounding())
                    .plus(requantize.zeroPoint());
            value = bounds.clamp(label + "/clamp", value, before, requantize.clamp());
        }
        if (table.isPresent()) {
            int[] outputs = table.get().outputs();
            long[] places = Arrays.stream(outputs).asLongStream().toArray();
            String constant = graph.longs(label + "/table", places, outputs.length);
            return graph.node("Gather", label + "/activation", List.of(constant, value), integer("axis", 0));
        }
        return layer.activation() == Activation.RELU
                ? bounds.atLeast(label + "/relu", value, ranges.requantized(), requantize.zeroPoint())
                : value;
    }

    /** Products, moved away from zero: {@code product + e + 2 e * (-1 where it is negative, else 0)}. */
    private String nudged(String label, Requantize requantize, String product, long... dimensions) {
        long[] nudges = IntStream.range(0, requantize.multipliers().length)
                .mapToLong(requantize::nudge)
                .toArray();
        long[] twice = Arrays.stream(nudges).map(nudge -> 2 * nudge).toArray();
        String negative = shifts.negative(label + "/nudge", product);
        String back = graph.node(
                "Mul", label + "/nudge_back", List.of(negative, constant(label + "/nudge_2", twice, dimensions)));
        String away = graph.node(
                "Add", label + "/nudge_away", List.of(product, constant(label + "/nudge_1", nudges, dimensions)));
        return graph.node("Add", label + "/nudged", List.of(away, back));
    }

    private static long largestNudge(Requantize requantize) {
        return IntStream.range(0, requantize.multipliers().length)
                .mapToLong(requantize::nudge)
                .max()
                .orElseThrow();
    }

    private String constant(String name, long[] values, long... dimensions) {
        return values.length == 1 ? graph.number(values[0]) : graph.longs(name, values, dimensions);
    }

    private String multiplier(String label, Requantize requantize, long[] dimensions) {
        return requantize.isPerChannel()
                ? graph.longs(label + "/multiplier", requantize.multipliers(), dimensions)
                : graph.number(requantize.multiplier());
    }
}
