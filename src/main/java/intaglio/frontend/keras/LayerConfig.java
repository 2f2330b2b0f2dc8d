package intaglio.frontend.keras;

import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.Printable;
import intaglio.diag.Problems;
import java.util.Arrays;

/** What the file says of one layer, by keys; what is wrong is reported. */
final class LayerConfig {

    private static final int LARGEST = 1 << 24;

    private final String where;
    private final JsonNode json;
    private final Problems problems;

    LayerConfig(String where, JsonNode json, Problems problems) {
        this.where = where;
        this.json = json;
        this.problems = problems;
    }

    /** What stands in another object; messages name the same layer. */
    LayerConfig of(JsonNode other) {
        return new LayerConfig(where, other, problems);
    }

    void problem(String what, String help) {
        problems.add(where, what, help);
    }

    JsonNode json(String key) {
        return json.path(key);
    }

    /** Whether there is such a key with a value. */
    boolean has(String key) {
        return json.hasNonNull(key);
    }

    String text(String key, String otherwise) {
        return json.path(key).asText(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return json.path(key).asBoolean(otherwise);
    }

    double real(String key, double otherwise) {
        JsonNode value = json.path(key);
        if (!has(key)) {
            return otherwise;
        }
        if (!value.isNumber()) {
            wrong(key, "a number");
            return otherwise;
        }
        return value.asDouble();
    }

    int integer(String key, int otherwise) {
        return (int) integers(key, 1, otherwise)[0];
    }

    /**
     * So many integers, or one for all.
     *
     * @param otherwise for all where there are none
     */
    long[] integers(String key, int count, int otherwise) {
        long[] numbers = new long[count];
        Arrays.fill(numbers, otherwise);
        JsonNode value = json.path(key);
        if (!has(key)) {
            return numbers;
        }
        if (value.isInt() || (value.isArray() && value.size() == count)) {
            for (int i = 0; i < count; i++) {
                JsonNode element = value.isInt() ? value : value.get(i);
                if (element.isInt() && Math.abs((long) element.asInt()) < LARGEST) {
                    numbers[i] = element.asInt();
                } else {
                    wrong(key, "integers below " + LARGEST);
                    return numbers;
                }
            }
            return numbers;
        }
        wrong(key, count == 1 ? "one integer" : count + " integers");
        return numbers;
    }

    /** Numbers of any count in nested lists, in order; or one. */
    float[] reals(String key) {
        JsonNode value = json.path(key);
        float[] numbers = new float[LayerConfig.count(value, 0)];
        int[] next = {0};
        fill(value, numbers, next, 0);
        for (float number : numbers) {
            if (Float.isNaN(number)) {
                wrong(key, "numbers");
                break;
            }
        }
        return numbers;
    }

    private static int count(JsonNode value, int depth) {
        if (!value.isArray() || depth > 8) {
            return 1;
        }
        int count = 0;
        for (JsonNode element : value) {
            count += count(element, depth + 1);
        }
        return count;
    }

    private static void fill(JsonNode value, float[] numbers, int[] next, int depth) {
        if (value.isArray() && depth <= 8) {
            value.forEach(element -> fill(element, numbers, next, depth + 1));
        } else {
            numbers[next[0]++] = value.isNumber() ? value.floatValue() : Float.NaN;
        }
    }

    private void wrong(String key, String needed) {
        problem(
                "its '" + key + "' is " + Printable.of(json.path(key).toString()) + ", needed is " + needed,
                Hdf5File.AGAIN);
    }
}
