package intaglio.evaluate;

import intaglio.ir.Activation;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.quant.TableChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The parts of formulas that layers of several kinds have. */
final class FormulaText {

    private FormulaText() {}

    /** From the requantized value to the output. */
    static String activation(Activation activation, int zeroPoint, Optional<LookupTable> table) {
        if (table.isPresent()) {
            return "table[requantized]";
        }
        return activation == Activation.NONE ? "requantized" : "max(requantized, " + zeroPoint + ")";
    }

    /** What a table's index stands for, and how good the table is. */
    static List<String> table(TableChoice choice) {
        Interval indices = choice.table().indices();
        return List.of(
                "requantized stands for " + real(choice.index().scale()) + " * "
                        + minus("requantized", choice.index().zeroPoint()),
                String.format(
                        Locale.ROOT,
                        "table = %s in %d places, off by %.2f steps of y at most",
                        choice.function(),
                        indices.high() + 1,
                        choice.error()));
    }

    static String minus(String name, int zeroPoint) {
        return zeroPoint == 0 ? name : "(" + name + " - " + zeroPoint + ")";
    }

    /** From the accumulator to the value before the activation. */
    static String requantized(Requantize requantize) {
        String product = "accumulator";
        if (!ModelSize.handsOn(requantize)) {
            String multiplier = requantize.isPerChannel() ? "M" : Long.toString(requantize.multiplier());
            product = shifted(
                    multiplier.equals("1") ? "accumulator" : "accumulator * " + multiplier,
                    requantize.shift(),
                    requantize.rounding());
        }
        String sum = requantize.zeroPoint() == 0 ? product : product + " + " + requantize.zeroPoint();
        return requantize.clamp() == null
                ? sum
                : "clamp(" + sum + ", " + requantize.clamp().low() + ", "
                        + requantize.clamp().high() + ")";
    }

    private static String shifted(String product, int shift, Rounding rounding) {
        return switch (rounding) {
            case FLOOR -> "(" + product + " >> " + shift + ")";
            case HALF_UP -> "(" + product + (shift == 0 ? "" : " + 2^" + (shift - 1)) + " >> " + shift + ")";
            default -> "round(" + product + " / 2^" + shift + ", " + rounding.word() + ")";
        };
    }

    static String span(long[] values) {
        long low = Arrays.stream(values).min().orElseThrow();
        long high = Arrays.stream(values).max().orElseThrow();
        return low == high ? Long.toString(low) : low + " to " + high;
    }

    static String span(double[] values) {
        double low = Arrays.stream(values).min().orElseThrow();
        double high = Arrays.stream(values).max().orElseThrow();
        return low == high ? real(low) : real(low) + " to " + real(high);
    }

    static String real(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
