package intaglio.ir;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Integers of a layer that adds up its inputs: {@code accumulator = sum over i of multipliers[i] * (x[i] -
 * inputZeroPoints[i])}, then the requantization, then the activation. In the {@code wide} arithmetic it is a plain sum.
 *
 * @param multipliers one for each input, positive
 * @param inputZeroPoints the value of each input that stands for 0.0
 * @param requantize from the accumulator to the output; its multiplier is 1
 * @param table the activation, where it is a table; its indices are the clamp of the requantization
 */
public record SumParameters(
        long[] multipliers, int[] inputZeroPoints, Requantize requantize, Optional<LookupTable> table) {

    public SumParameters {
        multipliers = multipliers.clone();
        inputZeroPoints = inputZeroPoints.clone();
        if (multipliers.length < 2 || multipliers.length != inputZeroPoints.length) {
            throw new IllegalArgumentException(
                    multipliers.length + " multipliers, " + inputZeroPoints.length + " zero points");
        }
        if (Arrays.stream(multipliers).anyMatch(value -> value < 1) || requantize.multiplier() != 1) {
            throw new IllegalArgumentException(Arrays.toString(multipliers) + " and " + requantize);
        }
        if (table.isPresent() && !table.get().indices().equals(requantize.clamp())) {
            throw new IllegalArgumentException("clamp " + requantize.clamp() + " for a table of "
                    + table.get().indices());
        }
    }

    @Override
    public long[] multipliers() {
        return multipliers.clone();
    }

    @Override
    public int[] inputZeroPoints() {
        return inputZeroPoints.clone();
    }

    /** The plain sum of values in one unit whose 0 is 0.0. */
    public static SumParameters plain(int inputs) {
        long[] ones = new long[inputs];
        Arrays.fill(ones, 1);
        Requantize unchanged = new Requantize(1, 0, intaglio.num.Rounding.HALF_EVEN);
        return new SumParameters(ones, new int[inputs], unchanged, Optional.empty());
    }

    /** What the zero points add to every accumulator. */
    public long offset() {
        long offset = 0;
        for (int input = 0; input < multipliers.length; input++) {
            offset -= multipliers[input] * inputZeroPoints[input];
        }
        return offset;
    }

    /** Whether nothing but the values themselves is added up. */
    public boolean isPlain() {
        return equals(plain(multipliers.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SumParameters that
                && Arrays.equals(multipliers, that.multipliers)
                && Arrays.equals(inputZeroPoints, that.inputZeroPoints)
                && requantize.equals(that.requantize)
                && table.equals(that.table);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(multipliers), Arrays.hashCode(inputZeroPoints), requantize, table);
    }

    @Override
    public String toString() {
        return Arrays.toString(multipliers) + " less " + Arrays.toString(inputZeroPoints) + ", " + requantize;
    }
}
