package intaglio.ir;

import java.util.Arrays;
import java.util.Optional;

/**
 * Integer parameters of one weighted layer. Its accumulator is
 * {@code bias[o] + sum over i of (x[i] - inputZeroPoint[c]) * (weights[o, i] - weightZeroPoint[o])}, c the input channel
 * of x[i]; padding reads {@code x = inputZeroPoint[c]} and so adds nothing.
 *
 * @param weights uint8 values {@code q} in 0..255, OIHW or OI, row-major
 * @param weightZeroPoints the {@code q} that stands for 0.0: one, or one for each output channel
 * @param inputZeroPoints the input value that stands for 0.0: one, or one for each input channel
 * @param bias one per output channel, in accumulator units
 * @param requantize from accumulator to output units
 * @param weightScales S, the real value of one weight step, one or one for each output channel: for reports and
 *     exports, never for arithmetic
 * @param table the activation, where it is a table; its indices are the clamp of the requantization
 */
public record IntegerParameters(
        int[] weights,
        int[] weightZeroPoints,
        int[] inputZeroPoints,
        long[] bias,
        Requantize requantize,
        double[] weightScales,
        Optional<LookupTable> table) {

    public IntegerParameters {
        checkCount("zero points", weightZeroPoints.length, bias.length);
        checkCount("scales", weightScales.length, bias.length);
        checkCount("multipliers", requantize.multipliers().length, bias.length);
        if (weights.length % bias.length != 0) {
            throw new IllegalArgumentException(weights.length + " weights for " + bias.length + " channels");
        }
        if (table.isPresent() && !table.get().indices().equals(requantize.clamp())) {
            throw new IllegalArgumentException("clamp " + requantize.clamp() + " for a table of "
                    + table.get().indices());
        }
    }

    /** Without a table. */
    public IntegerParameters(
            int[] weights,
            int[] weightZeroPoints,
            int[] inputZeroPoints,
            long[] bias,
            Requantize requantize,
            double[] weightScales) {
        this(weights, weightZeroPoints, inputZeroPoints, bias, requantize, weightScales, Optional.empty());
    }

    /** One zero point of all inputs. */
    public IntegerParameters(
            int[] weights,
            int[] weightZeroPoints,
            int inputZeroPoint,
            long[] bias,
            Requantize requantize,
            double[] weightScales) {
        this(weights, weightZeroPoints, new int[] {inputZeroPoint}, bias, requantize, weightScales);
    }

    /** One zero point and scale for the whole tensor, inputs whose 0 is 0.0: the {@code wide} arithmetic. */
    public IntegerParameters(int[] weights, int zeroPoint, long[] bias, Requantize requantize, double weightScale) {
        this(weights, new int[] {zeroPoint}, 0, bias, requantize, new double[] {weightScale});
    }

    /** The same with another requantization and no table. */
    public IntegerParameters withRequantize(Requantize other) {
        return withRequantize(other, Optional.empty());
    }

    /** The same with another requantization and table. */
    public IntegerParameters withRequantize(Requantize other, Optional<LookupTable> otherTable) {
        return new IntegerParameters(weights, weightZeroPoints, inputZeroPoints, bias, other, weightScales, otherTable);
    }

    private static void checkCount(String what, int count, int channels) {
        if (count != 1 && count != channels) {
            throw new IllegalArgumentException(count + " " + what + " for " + channels + " channels");
        }
    }

    /** True where each output channel has a zero point of its own. */
    public boolean isPerChannel() {
        return weightZeroPoints.length > 1;
    }

    /** The only zero point of the weights; {@link IllegalStateException} where each channel has one. */
    public int zeroPoint() {
        if (isPerChannel()) {
            throw new IllegalStateException(weightZeroPoints.length + " zero points, one for each channel");
        }
        return weightZeroPoints[0];
    }

    /** The zero point of one output channel's weights. */
    public int zeroPoint(int outChannel) {
        return weightZeroPoints[isPerChannel() ? outChannel : 0];
    }

    /** The zero point of one input channel. */
    public int inputZeroPoint(int inChannel) {
        return inputZeroPoints[inputZeroPoints.length == 1 ? 0 : inChannel];
    }

    /** Whether 0 stands for 0.0 in every input channel. */
    public boolean hasPlainInput() {
        return Arrays.stream(inputZeroPoints).allMatch(zeroPoint -> zeroPoint == 0);
    }

    /** The only S; {@link IllegalStateException} where each channel has one. */
    public double weightScale() {
        if (weightScales.length > 1) {
            throw new IllegalStateException(weightScales.length + " scales, one for each channel");
        }
        return weightScales[0];
    }

    /** S of one output channel. */
    public double weightScale(int outChannel) {
        return weightScales[weightScales.length > 1 ? outChannel : 0];
    }

    /** The effective weight {@code q - zeroPoint} at a flat index of the whole tensor. */
    public int weight(int index) {
        return weights[index] - (isPerChannel() ? weightZeroPoints[index / weightsPerChannel()] : weightZeroPoints[0]);
    }

    /** The same, where the output channel of the flat index is at hand. */
    public int weight(int outChannel, int index) {
        return weights[index] - zeroPoint(outChannel);
    }

    /** Number of weights of one output channel. */
    public int weightsPerChannel() {
        return weights.length / bias.length;
    }

    /** True for what the {@code wide} arithmetic is made of: no zero points of activations, no clamp, per tensor. */
    public boolean isWide() {
        return !isPerChannel()
                && weightScales.length == 1
                && hasPlainInput()
                && !requantize.isPerChannel()
                && requantize.zeroPoint() == 0
                && requantize.clamp() == null
                && table.isEmpty();
    }
}
