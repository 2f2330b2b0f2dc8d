package intaglio.export;

import intaglio.diag.Problems;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The named form of {@link ScaleZero}, eight lines in this order, values separated by one blank:
 *
 * <pre>
 *   weightScale 0.0056 0.0032      S, one or one for each output channel
 *   weightZeroPoint 99 141         Z, likewise
 *   inputZeroPoint 0                one, or one for each input channel
 *   multiplier 181 203             one or one for each output channel
 *   shift 17
 *   rounding HALF_UP
 *   outputZeroPoint 3              of the outputs, or of the table's indices
 *   clamp 0 255                    or: clamp none
 * </pre>
 */
final class NamedScaleZero {

    private static final List<String> NAMES = List.of(
            "weightScale",
            "weightZeroPoint",
            "inputZeroPoint",
            "multiplier",
            "shift",
            "rounding",
            "outputZeroPoint",
            "clamp");

    private static final String NO_CLAMP = "none";

    private final Path file;
    private final List<String> lines;
    private final int channels;
    private final int inputChannels;
    private final int largestZeroPoint;
    private final Problems problems;
    private boolean good = true;

    NamedScaleZero(
            Path file, List<String> lines, int channels, int inputChannels, int largestZeroPoint, Problems problems) {
        this.file = file;
        this.lines = lines;
        this.channels = channels;
        this.inputChannels = inputChannels;
        this.largestZeroPoint = largestZeroPoint;
        this.problems = problems;
    }

    static String text(IntegerParameters parameters) {
        Requantize requantize = parameters.requantize();
        Interval clamp = requantize.clamp();
        List<String> values = List.of(
                Arrays.stream(parameters.weightScales()).mapToObj(RealText::of).collect(Collectors.joining(" ")),
                Arrays.stream(parameters.weightZeroPoints())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" ")),
                Arrays.stream(parameters.inputZeroPoints())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" ")),
                Arrays.stream(requantize.multipliers()).mapToObj(Long::toString).collect(Collectors.joining(" ")),
                Integer.toString(requantize.shift()),
                requantize.rounding().name(),
                Integer.toString(requantize.zeroPoint()),
                clamp == null ? NO_CLAMP : clamp.low() + " " + clamp.high());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAMES.size(); i++) {
            text.append(NAMES.get(i)).append(' ').append(values.get(i)).append('\n');
        }
        return text.toString();
    }

    /** True where the lines are in this form, right or wrong. */
    static boolean isNamed(List<String> lines) {
        return !lines.isEmpty() && lines.get(0).startsWith(NAMES.get(0));
    }

    /** Null where something is wrong; then problems are added. */
    ScaleZero read() {
        if (lines.size() != NAMES.size()) {
            problems.add(
                    file.toString(),
                    "has " + lines.size() + " lines where there are 8: " + String.join(", ", NAMES),
                    "export the file again");
            return null;
        }
        double[] weightScales =
                Arrays.stream(values(0, channels)).mapToDouble(this::real).toArray();
        long[] weightZeroPoints = integers(1, channels, 0, 255);
        long[] inputZeroPoints = integers(2, inputChannels, 0, 255);
        long[] multipliers = integers(3, channels, 0, Long.MAX_VALUE);
        long[] shift = integers(4, 1, 0, 62);
        String[] rounding = values(5, 1);
        if (good && !RealText.isRounding(rounding[0])) {
            wrong(
                    5,
                    "'" + IntegerText.abbreviate(rounding[0]) + "' is not a rounding",
                    "write one of " + List.of(Rounding.values()));
        }
        long[] outputZeroPoint = integers(6, 1, 0, largestZeroPoint);
        Interval clamp = good ? clamp(outputZeroPoint[0]) : null;
        if (!good) {
            return null;
        }
        Requantize requantize = new Requantize(
                multipliers, (int) shift[0], Rounding.valueOf(rounding[0]), (int) outputZeroPoint[0], clamp);
        return new ScaleZero(weightScales, narrowed(weightZeroPoints), narrowed(inputZeroPoints), requantize);
    }

    private static int[] narrowed(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    private Interval clamp(long zeroPoint) {
        if (lines.get(7).equals(NAMES.get(7) + " " + NO_CLAMP)) {
            return null;
        }
        long[] ends = integers(7, 2, 0, Integer.MAX_VALUE);
        if (good && (ends.length != 2 || ends[0] > zeroPoint || zeroPoint > ends[1])) {
            wrong(
                    7,
                    "'" + IntegerText.abbreviate(lines.get(7)) + "' has not two ends around the output zero point "
                            + zeroPoint,
                    "write clamp 0 255, or clamp none");
        }
        return good ? new Interval(ends[0], ends[1]) : null;
    }

    /** The values of one line: one, or {@code most} of them. */
    private String[] values(int line, int most) {
        String text = lines.get(line);
        String name = NAMES.get(line);
        if (!text.startsWith(name + " ")) {
            wrong(
                    line,
                    "'" + IntegerText.abbreviate(text) + "' does not begin with " + name,
                    "write the lines in this order: " + String.join(", ", NAMES));
            return new String[] {"0"};
        }
        String[] values = text.substring(name.length() + 1).split(" ", -1);
        if (values.length != 1 && values.length != most) {
            wrong(
                    line,
                    "has " + values.length + " values of " + name + " where there are 1"
                            + (most == 1 ? "" : " or " + most),
                    "export the file again");
        }
        return values;
    }

    private long[] integers(int line, int most, long low, long high) {
        String[] values = values(line, most);
        long[] integers = new long[values.length];
        for (int i = 0; i < values.length && good; i++) {
            if (IntegerText.isInteger(values[i], low, high)) {
                integers[i] = Long.parseLong(values[i]);
            } else {
                wrong(
                        line,
                        "'" + IntegerText.abbreviate(values[i]) + "' is not an integer in " + low + ".." + high,
                        "write " + NAMES.get(line) + " there");
            }
        }
        return integers;
    }

    private double real(String text) {
        Double value = RealText.positive(text);
        if (value == null) {
            wrong(0, "'" + IntegerText.abbreviate(text) + "' is not a positive number", "write S there");
            return 1;
        }
        return value;
    }

    private void wrong(int line, String what, String help) {
        good = false;
        problems.add(file + ", line " + (line + 1), what, help);
    }
}
