package intaglio.export;

import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One tensor of integers as text, one value a line, row-major, after an optional line with its shape. */
final class IntegerText {

    private static final String HEADER = "# shape ";

    /** Sign, 19 digits and the end of line; no value needs more. */
    private static final int BYTES_PER_LINE = 22;

    private IntegerText() {}

    static String write(long[] values, int[] shape, boolean shapeHeader) {
        StringBuilder text = new StringBuilder(shapeHeader ? header(shape) + "\n" : "");
        for (long value : values) {
            text.append(value).append('\n');
        }
        return text.toString();
    }

    /** Values in {@code low..high}; problems are added, and then the result is of no use. */
    static long[] read(Path file, int[] shape, long low, long high, Problems problems) {
        int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        List<String> lines = lines(file, count, problems);
        if (lines == null) {
            return new long[0];
        }
        int first = !lines.isEmpty() && lines.get(0).startsWith(HEADER) ? 1 : 0;
        if (first == 1 && !lines.get(0).equals(header(shape))) {
            problems.add(
                    file + ", line 1",
                    "says '" + lines.get(0) + "' where the network has '" + header(shape) + "'",
                    "use the files of this network");
        }
        if (lines.size() - first != count) {
            problems.add(
                    file.toString(),
                    "holds " + (lines.size() - first) + " values where "
                            + header(shape).substring(2) + " has " + count,
                    "export the file again");
        }
        return values(file, lines, first, low, high, problems);
    }

    private static long[] values(Path file, List<String> lines, int first, long low, long high, Problems problems) {
        long[] values = new long[lines.size() - first];
        int wrong = -1;
        int wrongLines = 0;
        for (int i = 0; i < values.length; i++) {
            String line = lines.get(first + i);
            if (isInteger(line, low, high)) {
                values[i] = Long.parseLong(line);
            } else {
                wrong = wrongLines == 0 ? first + i : wrong;
                wrongLines++;
            }
        }
        if (wrongLines > 0) {
            String range = low == Long.MIN_VALUE ? "an integer" : "an integer in " + low + ".." + high;
            problems.add(
                    file + ", line " + (wrong + 1),
                    "'" + abbreviate(lines.get(wrong)) + "' is not " + range
                            + (wrongLines == 1 ? "" : ", nor are " + (wrongLines - 1) + " more lines"),
                    "write one integer a line, nothing else");
        }
        return values;
    }

    /** True for the one decimal spelling of a value in {@code low..high}: no sign +, no blanks, no leading zeros. */
    static boolean isInteger(String line, long low, long high) {
        try {
            long value = Long.parseLong(line);
            return low <= value && value <= high && Long.toString(value).equals(line);
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    /** Lines of a file of {@code count} values and a header; null, with a problem, where it cannot be read. */
    static List<String> lines(Path file, int count, Problems problems) {
        try {
            long largest = (count + 4L) * BYTES_PER_LINE;
            if (Files.size(file) > largest) {
                problems.add(
                        file.toString(),
                        "has " + Files.size(file) + " bytes, more than the " + largest + " that " + count
                                + " values need",
                        "export the file again");
                return null;
            }
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            problems.add(
                    file.toString(),
                    Files.exists(file) ? "cannot be read (" + IoReason.of(unreadable) + ")" : "is missing",
                    "export the weights again or check the folder");
            return null;
        }
    }

    static String abbreviate(String line) {
        return line.length() <= 24 ? line : line.substring(0, 24) + "...";
    }

    private static String header(int[] shape) {
        return HEADER + Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
