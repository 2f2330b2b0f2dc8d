package intaglio.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the bench printed: one line each of the form {@code <record> key=value ...}.
 *
 * @param failures the failure lines, first one first; there may be more failures than lines
 * @param probes per probe of the plan
 * @param units per unit that was driven alone
 * @param output of the output stream
 * @param timing latency and interval
 * @param run totals
 */
public record BenchResult(
        List<Line> failures, List<Line> probes, List<Line> units, Line output, Line timing, Line run) {

    /** The fields of one line. */
    public record Line(Map<String, String> fields) {

        public long number(String key) {
            return Long.parseLong(text(key));
        }

        public boolean has(String key) {
            return fields.containsKey(key);
        }

        public String text(String key) {
            String value = fields.get(key);
            if (value == null) {
                throw new IllegalStateException("the bench gave no '" + key + "' in " + fields);
            }
            return value;
        }
    }

    /** Reads the bench's output; records that are missing, because the bench died, are null. */
    static BenchResult parse(List<String> lines) {
        List<Line> failures = new ArrayList<>();
        List<Line> probes = new ArrayList<>();
        List<Line> units = new ArrayList<>();
        Line output = null;
        Line timing = null;
        Line run = null;
        for (String line : lines) {
            int blank = line.indexOf(' ');
            switch (blank < 0 ? line : line.substring(0, blank)) {
                case "failure" -> failures.add(fields(line));
                case "probe" -> probes.add(fields(line));
                case "unit" -> units.add(fields(line));
                case "output" -> output = fields(line);
                case "timing" -> timing = fields(line);
                case "run" -> run = fields(line);
                default -> {}
            }
        }
        return new BenchResult(List.copyOf(failures), List.copyOf(probes), List.copyOf(units), output, timing, run);
    }

    /** Whether the bench came to its end; only then the records are there. */
    boolean complete() {
        return output != null && timing != null && run != null;
    }

    private static Line fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String word : line.split(" ")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                fields.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new Line(Map.copyOf(fields));
    }
}
