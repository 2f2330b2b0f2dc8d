package intaglio.quant;

import intaglio.diag.IntaglioException;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Integers of a sum: brings its inputs to one scale.
 *
 * @param label of the layer
 * @param scales of the inputs, in order; one zero point each
 * @param values proved interval of each input
 * @param rounding of the shift
 */
record SumQuantizer(String label, List<TensorScale> scales, List<Interval> values, Rounding rounding) {

    /** A sum that the network gives as it is has so many steps in one of the finest input's. */
    private static final double FINENESS = 16;

    /** Multipliers that are to be exact are off by so much of an output step at most. */
    private static final double FINEST_TOLERANCE = 0x1p-12;

    /** So near the middle between two integers the scales, which are float32, say neither. */
    private static final double TIE = 1e-6;

    /**
     * A sum of the given scale.
     *
     * @param output what its outputs, or the indices of its table, stand for
     * @param clamp of the requantization; null for none
     * @throws IntaglioException (bad input) where a step of an input is too many steps of the output
     */
    SumParameters to(ActivationScale output, Interval clamp, Optional<TableChoice> table) {
        if (clamp == null && scales.stream().allMatch(scale -> scale.scale() == output.scale())) {
            return new SumParameters(
                    ones(), zeroPoints(), new Requantize(new long[] {1}, 0, rounding, 0, null), Optional.empty());
        }
        SumMultipliers found = SumMultipliers.of(ratios(output.scale()), distances(), SumMultipliers.TOLERANCE)
                .orElseThrow(() -> outOfProportion(output.scale()));
        Requantize requantize = new Requantize(new long[] {1}, found.shift(), rounding, output.zeroPoint(), clamp);
        return new SumParameters(found.multipliers(), zeroPoints(), requantize, table.map(TableChoice::table));
    }

    /**
     * A sum of bytes that gives what the real scales give, for all inputs that can occur where they are two tensors of
     * bytes, and otherwise but where the real sum is very near the middle between two bytes.
     */
    SumParameters exactly(ActivationScale output, Interval clamp) {
        double[] ratios = ratios(output.scale());
        double tolerance = SumMultipliers.TOLERANCE;
        SumMultipliers found =
                SumMultipliers.of(ratios, distances(), tolerance).orElseThrow(() -> outOfProportion(output.scale()));
        while (tolerance > FINEST_TOLERANCE && !agrees(found, ratios)) {
            tolerance /= 2;
            Optional<SumMultipliers> finer = SumMultipliers.of(ratios, distances(), tolerance);
            if (finer.isEmpty()) {
                break;
            }
            found = finer.get();
        }
        Requantize requantize = new Requantize(new long[] {1}, found.shift(), rounding, output.zeroPoint(), clamp);
        return new SumParameters(found.multipliers(), zeroPoints(), requantize, Optional.empty());
    }

    /** Whether all sums of two tensors of bytes are rounded to the same integers; ties may go either way. */
    private boolean agrees(SumMultipliers multipliers, double... ratios) {
        if (ratios.length != 2
                || values.stream().anyMatch(value -> value.high() - value.low() > ActivationScale.LARGEST)) {
            return false;
        }
        for (long first = values.get(0).low(); first <= values.get(0).high(); first++) {
            for (long second = values.get(1).low(); second <= values.get(1).high(); second++) {
                long[] steps = {
                    first - scales.get(0).zeroPoint(), second - scales.get(1).zeroPoint()
                };
                double real = steps[0] * ratios[0] + steps[1] * ratios[1];
                long sum = steps[0] * multipliers.multipliers()[0]
                        + steps[1] * multipliers.multipliers()[1];
                boolean tie = Math.abs(Math.abs(real - Math.rint(real)) - 0.5) < TIE;
                if (!tie && rounding.shiftRight(sum, multipliers.shift()) != Math.rint(real)) {
                    return false;
                }
            }
        }
        return true;
    }

    private IntaglioException outOfProportion(double unit) {
        double largest = Arrays.stream(ratios(unit)).max().orElseThrow();
        return IntaglioException.badInput(
                "layer '" + label + "'",
                String.format(
                        Locale.ROOT,
                        "a step of an input is %.3g steps of its output, and its values lie up to %d steps from 0: no"
                                + " multiplier of 30 bits is exact enough",
                        largest,
                        Arrays.stream(distances()).max().orElseThrow()),
                "give its output a range that the sum of its inputs fits");
    }

    /** The unit of a sum whose accumulators are the outputs. */
    double finest() {
        double smallest = scales.stream().mapToDouble(TensorScale::scale).min().orElseThrow();
        return isOneScale() ? smallest : smallest / FINENESS;
    }

    private boolean isOneScale() {
        return scales.stream().mapToDouble(TensorScale::scale).distinct().count() == 1;
    }

    private double[] ratios(double unit) {
        return scales.stream().mapToDouble(scale -> scale.scale() / unit).toArray();
    }

    private long[] ones() {
        return scales.stream().mapToLong(scale -> 1).toArray();
    }

    private int[] zeroPoints() {
        return scales.stream().mapToInt(TensorScale::zeroPoint).toArray();
    }

    private long[] distances() {
        long[] distances = new long[scales.size()];
        for (int input = 0; input < distances.length; input++) {
            distances[input] =
                    SumMultipliers.distance(values.get(input), scales.get(input).zeroPoint());
        }
        return distances;
    }
}
