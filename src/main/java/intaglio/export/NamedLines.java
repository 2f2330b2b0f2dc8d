package intaglio.export;

import intaglio.diag.Problems;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file of lines that each are a name and its values, separated by one blank, in a fixed order. A mistake becomes a
 * problem with the number of its line; what is read after one is of no use.
 */
final class NamedLines {

    /** The lines of a requantization without its multipliers. */
    static final List<String> REQUANTIZE = List.of("shift", "rounding", "outputZeroPoint", "clamp");

    private static final String NO_CLAMP = "none";

    private final Path file;
    private final List<String> names;
    private final List<String> lines;
    private final Problems problems;
    private boolean good = true;

    NamedLines(Path file, List<String> names, List<String> lines, Problems problems) {
        this.file = file;
        this.names = names;
        this.lines = lines;
        this.problems = problems;
    }

    /** The text of a file. */
    static String text(List<String> names, List<String> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            text.append(names.get(i)).append(' ').append(values.get(i)).append('\n');
        }
        return text.toString();
    }

    /** The values of {@link #REQUANTIZE}. */
    static List<String> values(Requantize requantize) {
        Interval clamp = requantize.clamp();
        return List.of(
                Integer.toString(requantize.shift()),
                requantize.roundingName(),
                Integer.toString(requantize.zeroPoint()),
                clamp == null ? NO_CLAMP : clamp.low() + " " + clamp.high());
    }

    static String join(int[] values) {
        return Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    static String join(long[] values) {
        return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    /** Whether there are as many lines as names; a problem is added where not. */
    boolean isComplete() {
        if (lines.size() != names.size()) {
            problems.add(
                    file.toString(),
                    "has " + lines.size() + " lines where there are " + names.size() + ": " + String.join(", ", names),
                    "export the file again");
        }
        return lines.size() == names.size();
    }

    /** Whether nothing was wrong so far. */
    boolean isGood() {
        return good;
    }

    /**
     * The lines of {@link #REQUANTIZE}; null where something is wrong.
     *
     * @param largestZeroPoint of what the requantization gives
     */
    Requantize requantize(long[] multipliers, int largestZeroPoint) {
        long[] shift = integers("shift", 0, 62, 1);
        String[] rounding = values("rounding", 1);
        boolean twice = good && rounding[0].equals(Requantize.TWICE);
        if (good && !twice && !RealText.isRounding(rounding[0])) {
            wrong(
                    "rounding",
                    "'" + IntegerText.abbreviate(rounding[0]) + "' is not a rounding",
                    "write one of " + List.of(Rounding.values()));
        }
        long[] zeroPoint = integers("outputZeroPoint", 0, largestZeroPoint, 1);
        Interval clamp = good ? clamp(zeroPoint[0]) : null;
        return good
                ? new Requantize(
                        multipliers,
                        (int) shift[0],
                        twice ? Rounding.HALF_UP : Rounding.valueOf(rounding[0]),
                        (int) zeroPoint[0],
                        clamp,
                        twice)
                : null;
    }

    private Interval clamp(long zeroPoint) {
        String text = lines.get(names.indexOf("clamp"));
        if (text.equals("clamp " + NO_CLAMP)) {
            return null;
        }
        long[] ends = integers("clamp", 0, Integer.MAX_VALUE, 2);
        if (good && (ends[0] > zeroPoint || zeroPoint > ends[1])) {
            wrong(
                    "clamp",
                    "'" + IntegerText.abbreviate(text) + "' has not two ends around the output zero point " + zeroPoint,
                    "write clamp 0 255, or clamp none");
        }
        return good ? new Interval(ends[0], ends[1]) : null;
    }

    /** The values of one line, as many as one of the counts says. */
    String[] values(String name, int... counts) {
        String text = lines.get(names.indexOf(name));
        if (!text.startsWith(name + " ")) {
            wrong(
                    name,
                    "'" + IntegerText.abbreviate(text) + "' does not begin with " + name,
                    "write the lines in this order: " + String.join(", ", names));
            return new String[] {"0"};
        }
        String[] values = text.substring(name.length() + 1).split(" ", -1);
        if (Arrays.stream(counts).noneMatch(count -> count == values.length)) {
            String right =
                    Arrays.stream(counts).distinct().mapToObj(Integer::toString).collect(Collectors.joining(" or "));
            wrong(
                    name,
                    "has " + values.length + " values of " + name + " where there are " + right,
                    "export the file again");
        }
        return values;
    }

    /** The values of one line, as many as one of the counts says, each in {@code low..high}. */
    long[] integers(String name, long low, long high, int... counts) {
        String[] values = values(name, counts);
        long[] integers = new long[values.length];
        for (int i = 0; i < values.length && good; i++) {
            if (IntegerText.isInteger(values[i], low, high)) {
                integers[i] = Long.parseLong(values[i]);
            } else {
                wrong(
                        name,
                        "'" + IntegerText.abbreviate(values[i]) + "' is not an integer in " + low + ".." + high,
                        "write " + name + " there");
            }
        }
        return integers;
    }

    /** The same as int. */
    int[] narrowIntegers(String name, int low, int high, int... counts) {
        return Arrays.stream(integers(name, low, high, counts))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    void wrong(String name, String what, String help) {
        good = false;
        problems.add(file + ", line " + (names.indexOf(name) + 1), what, help);
    }
}
