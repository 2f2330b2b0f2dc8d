package intaglio.evaluate;

import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.op.Weighted;
import intaglio.range.LayerRanges;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import java.util.Arrays;

/**
 * What a network's parameters take, every layer at its own proved widths, as its ROMs hold them.
 *
 * @param weightBits effective weights {@code q - Z}, each as wide as the layer's widest
 * @param biasBits biases, each as wide as the layer's widest
 * @param multiplierBits multipliers, one or one for each channel; none where the accumulators are handed on
 * @param tableBits tables of activations, each output as wide as the layer's widest
 * @param widestMultiplier bits of the largest multiplier of any layer; 0 where there is none
 */
public record ModelSize(long weightBits, long biasBits, long multiplierBits, long tableBits, int widestMultiplier) {

    public static ModelSize of(IntegerModel model) {
        Ranges ranges = RangeAnalysis.of(model);
        ModelSize total = new ModelSize(0, 0, 0, 0, 0);
        for (Weighted layer : model.network().weightedLayers()) {
            total = total.plus(of(model.parameters(layer), ranges.layer(layer.label())));
        }
        return total;
    }

    private static ModelSize of(IntegerParameters parameters, LayerRanges ranges) {
        Requantize requantize = parameters.requantize();
        long largest = Arrays.stream(requantize.multipliers()).max().orElseThrow();
        int multiplier = handsOn(requantize) ? 0 : new Interval(0, largest).unsignedBits();
        return new ModelSize(
                (long) parameters.weights().length * ranges.weight().signedBits(),
                (long) parameters.bias().length * ranges.bias().signedBits(),
                (long) requantize.multipliers().length * multiplier,
                parameters
                        .table()
                        .map(table ->
                                (table.indices().high() + 1) * ranges.output().bits())
                        .orElse(0L),
                multiplier);
    }

    /** True where accumulators become outputs without being multiplied. */
    static boolean handsOn(Requantize requantize) {
        return requantize.shift() == 0
                && Arrays.stream(requantize.multipliers()).allMatch(value -> value == 1);
    }

    private ModelSize plus(ModelSize other) {
        return new ModelSize(
                weightBits + other.weightBits,
                biasBits + other.biasBits,
                multiplierBits + other.multiplierBits,
                tableBits + other.tableBits,
                Math.max(widestMultiplier, other.widestMultiplier));
    }

    /** All of it, rounded up. */
    public long bytes() {
        return (weightBits + biasBits + multiplierBits + tableBits + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Four bytes for each weight and bias. */
    public static long bytes(FloatModel model) {
        long parameters = 0;
        for (FloatParameters layer : model.parameters().values()) {
            parameters += layer.weights().length + layer.bias().length;
        }
        return Float.BYTES * parameters;
    }
}
