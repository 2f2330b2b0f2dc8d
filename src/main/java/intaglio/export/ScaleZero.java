package intaglio.export;

import intaglio.diag.Problems;
import intaglio.ir.IntegerParameters;
import intaglio.num.Rounding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The file {@code <label>_scale_zero.txt}: one number a line, in this order: S (real, 17 significant digits, so that it
 * reads back bit-exactly), Z, scale, shift. The first two lines are the article's own file. A fifth line names the
 * rounding of the shift where it is not {@code FLOOR}.
 *
 * @param weightScale S, the real value of one weight step
 * @param zeroPoint Z, 0..255
 * @param scale the integer multiplier
 * @param shift 0..62
 */
record ScaleZero(double weightScale, int zeroPoint, long scale, int shift, Rounding rounding) {

    private static final List<String> LINES = List.of("S", "Z", "scale", "shift");

    /** 17 digits tell any two doubles apart; Double.toString would depend on the version of Java. */
    private static final MathContext DIGITS = new MathContext(17);

    /** Room for four or five lines of any kind, in lines of an integer file. */
    private static final int LARGEST_LINES = 16;

    static ScaleZero of(IntegerParameters parameters) {
        return new ScaleZero(
                parameters.weightScale(),
                parameters.zeroPoint(),
                parameters.requantize().multiplier(),
                parameters.requantize().shift(),
                parameters.requantize().rounding());
    }

    String text() {
        String real = new BigDecimal(weightScale).round(DIGITS).stripTrailingZeros().toString();
        String last = rounding == Rounding.FLOOR ? "" : rounding + "\n";
        return real + "\n" + zeroPoint + "\n" + scale + "\n" + shift + "\n" + last;
    }

    /** Null where something is wrong; then problems are added. */
    static ScaleZero read(Path file, Problems problems) {
        List<String> lines = IntegerText.lines(file, LARGEST_LINES, problems);
        if (lines == null) {
            return null;
        }
        if (lines.size() < 4 || lines.size() > 5) {
            problems.add(
                    file.toString(),
                    "has " + lines.size() + " lines where there are 4: " + String.join(", ", LINES),
                    "export the file again");
            return null;
        }
        double weightScale = real(file, lines.get(0), problems);
        boolean good = weightScale > 0
                & integer(file, lines, 1, 255, problems)
                & integer(file, lines, 2, Long.MAX_VALUE, problems)
                & integer(file, lines, 3, 62, problems)
                & rounding(file, lines, problems);
        return !good ? null : new ScaleZero(weightScale, Integer.parseInt(lines.get(1)), Long.parseLong(lines.get(2)),
                Integer.parseInt(lines.get(3)), lines.size() == 5 ? Rounding.valueOf(lines.get(4)) : Rounding.FLOOR);
    }

    private static boolean rounding(Path file, List<String> lines, Problems problems) {
        boolean known = lines.size() == 4
                || Arrays.stream(Rounding.values()).anyMatch(rounding -> rounding.name().equals(lines.get(4)));
        if (!known) {
            problems.add(file + ", line 5", "'" + IntegerText.abbreviate(lines.get(4)) + "' is not a rounding",
                    "write one of " + Arrays.toString(Rounding.values()) + " or leave the line out");
        }
        return known;
    }

    private static boolean integer(Path file, List<String> lines, int index, long high, Problems problems) {
        boolean good = IntegerText.isInteger(lines.get(index), 0, high);
        if (!good) {
            problems.add(
                    file + ", line " + (index + 1),
                    "'" + IntegerText.abbreviate(lines.get(index)) + "' is not an integer in 0.." + high,
                    "write " + LINES.get(index) + " there");
        }
        return good;
    }

    private static double real(Path file, String line, Problems problems) {
        double value = Double.NaN;
        try {
            value = Double.parseDouble(line);
        } catch (NumberFormatException notANumber) {
            // Reported below, like NaN and infinity.
        }
        if (!(value > 0) || Double.isInfinite(value)) {
            problems.add(
                    file + ", line 1",
                    "'" + IntegerText.abbreviate(line) + "' is not a positive number",
                    "write S there");
            return -1;
        }
        return value;
    }
}
