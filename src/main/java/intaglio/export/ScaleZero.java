package intaglio.export;

import intaglio.diag.Problems;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.num.Rounding;
import java.nio.file.Path;
import java.util.List;

/**
 * The file {@code <label>_scale_zero.txt}, in one of two forms.
 *
 * <p>{@code wide}: one number a line, in this order: S (real, 17 significant digits, so that it reads back bit-exactly),
 * Z, scale, shift. The first two lines are the article's own file. A fifth line names the rounding of the shift where
 * it is not {@code FLOOR}.
 *
 * <p>Every other layer: a name and its values a line, see {@link NamedScaleZero}.
 *
 * @param weightScales S, the real value of one weight step: one, or one for each output channel
 * @param weightZeroPoints Z, 0..255, likewise
 * @param inputZeroPoints the input value that stands for 0.0: one, or one for each input channel
 * @param requantize from accumulator to output units
 */
record ScaleZero(double[] weightScales, int[] weightZeroPoints, int[] inputZeroPoints, Requantize requantize) {

    private static final List<String> LINES = List.of("S", "Z", "scale", "shift");

    /** Room for eight lines with a value for each channel, in lines of an integer file. */
    private static int largestLines(int channels) {
        return 16 + 4 * channels;
    }

    static String text(IntegerParameters parameters) {
        return parameters.isWide() ? wideText(parameters) : NamedScaleZero.text(parameters);
    }

    private static String wideText(IntegerParameters parameters) {
        Requantize requantize = parameters.requantize();
        String last = requantize.rounding() == Rounding.FLOOR ? "" : requantize.rounding() + "\n";
        return RealText.of(parameters.weightScale()) + "\n" + parameters.zeroPoint() + "\n" + requantize.multiplier()
                + "\n" + requantize.shift() + "\n" + last;
    }

    /**
     * Reads either form.
     *
     * @param channels output channels of the layer
     * @param inputChannels channels that it reads
     * @param largestZeroPoint of what the requantization gives
     * @return null where something is wrong; then problems are added
     */
    static ScaleZero read(Path file, int channels, int inputChannels, int largestZeroPoint, Problems problems) {
        List<String> lines = IntegerText.lines(file, largestLines(Math.max(channels, inputChannels)), problems);
        if (lines == null) {
            return null;
        }
        if (NamedScaleZero.isNamed(lines)) {
            return NamedScaleZero.read(file, lines, channels, inputChannels, largestZeroPoint, problems);
        }
        return wide(file, lines, problems);
    }

    private static ScaleZero wide(Path file, List<String> lines, Problems problems) {
        if (lines.size() < 4 || lines.size() > 5) {
            problems.add(
                    file.toString(),
                    "has " + lines.size() + " lines where there are 4: " + String.join(", ", LINES),
                    "export the file again");
            return null;
        }
        Double scale = RealText.positive(lines.get(0));
        if (scale == null) {
            problems.add(
                    file + ", line 1",
                    "'" + IntegerText.abbreviate(lines.get(0)) + "' is not a positive number",
                    "write S there");
        }
        // All lines are checked, so that one run names every mistake.
        List<Boolean> checks = List.of(
                scale != null,
                integer(file, lines, 1, 255, problems),
                integer(file, lines, 2, Long.MAX_VALUE, problems),
                integer(file, lines, 3, 62, problems),
                rounding(file, lines, problems));
        return checks.contains(false) ? null : wide(scale, lines);
    }

    private static ScaleZero wide(double scale, List<String> lines) {
        Rounding rounding = lines.size() == 5 ? Rounding.valueOf(lines.get(4)) : Rounding.FLOOR;
        Requantize requantize = new Requantize(Long.parseLong(lines.get(2)), Integer.parseInt(lines.get(3)), rounding);
        return new ScaleZero(
                new double[] {scale}, new int[] {Integer.parseInt(lines.get(1))}, new int[] {0}, requantize);
    }

    private static boolean rounding(Path file, List<String> lines, Problems problems) {
        boolean known = lines.size() == 4 || RealText.isRounding(lines.get(4));
        if (!known) {
            problems.add(
                    file + ", line 5",
                    "'" + IntegerText.abbreviate(lines.get(4)) + "' is not a rounding",
                    "write one of " + List.of(Rounding.values()) + " or leave the line out");
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
}
