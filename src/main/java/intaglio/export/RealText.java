package intaglio.export;

import intaglio.num.Rounding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Spelling of real numbers and names in the text files. */
final class RealText {

    /** 17 digits tell any two doubles apart; Double.toString would depend on the version of Java. */
    private static final MathContext DIGITS = new MathContext(17);

    private RealText() {}

    static String of(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toString();
    }

    /** Null where the text is not a positive finite number. */
    static Double positive(String text) {
        try {
            double value = Double.parseDouble(text);
            return value > 0 && !Double.isInfinite(value) ? value : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    static boolean isRounding(String text) {
        return Arrays.stream(Rounding.values())
                .anyMatch(rounding -> rounding.name().equals(text));
    }
}
