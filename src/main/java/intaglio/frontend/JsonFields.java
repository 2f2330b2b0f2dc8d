package intaglio.frontend;

import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * One JSON object, read key by key. Whatever is wrong is reported with its JSON path, and a value that does no harm
 * takes its place, so that reading goes on.
 */
final class JsonFields {

    /** Far above every limit of {@link NetworkCheck}, and no product of two leaves 32 bits. */
    private static final int MAX_INTEGER = 1 << 15;

    private static final int MOST_TEXTS = 64;
    private static final int LONGEST_TEXT = 1000;

    private final JsonNode node;
    private final String where;
    private final Problems problems;

    JsonFields(JsonNode node, String where, Problems problems) {
        this.node = node;
        this.where = where;
        this.problems = problems;
    }

    boolean has(String key) {
        return node.has(key);
    }

    /** Whether the key's value is this word. */
    boolean is(String key, String word) {
        return node.path(key).isTextual() && node.path(key).textValue().equals(word);
    }

    void refuseKeysBesides(Collection<String> known) {
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                String word = shown(key);
                problems.add(at(word), "unknown key '" + word + "'", Spelling.suggestion(word, known));
            }
        }
    }

    /** A string that must be there; {@code ""} where it is not. */
    String text(String key) {
        JsonNode value = node.path(key);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            problems.add(at(key), found(value) + " is not a name", "write \"" + key + "\": \"...\"");
            return "";
        }
        return shown(value.textValue());
    }

    /** One of the given words, or null. */
    String word(String key, Collection<String> words) {
        JsonNode value = node.path(key);
        String text = value.isTextual() ? value.textValue() : "";
        if (words.contains(text)) {
            return text;
        }
        problems.add(
                at(key), found(value) + " is none of " + String.join(", ", words), Spelling.suggestion(text, words));
        return null;
    }

    /**
     * Integers: an array of one of the given lengths, or a single number where length 1 is among them. Null where they
     * are missing or wrong, which has been reported.
     */
    int[] integers(String key, int minimum, int... lengths) {
        JsonNode value = node.path(key);
        int length = value.isArray() ? value.size() : 1;
        int[] values = new int[length];
        boolean good = Arrays.stream(lengths).anyMatch(allowed -> allowed == length);
        for (int i = 0; good && i < length; i++) {
            JsonNode item = value.isArray() ? value.get(i) : value;
            good = item.isInt() && item.intValue() >= minimum && item.intValue() <= MAX_INTEGER;
            values[i] = item.intValue();
        }
        if (!good) {
            problems.add(
                    at(key),
                    found(value) + " is not " + counts(lengths) + " in " + minimum + ".." + MAX_INTEGER,
                    "see docs/network-json.md");
            return null;
        }
        return values;
    }

    /**
     * One number, or an array with one number for each channel. Empty where they are missing or wrong, which has been
     * reported.
     *
     * @param most number of channels
     */
    List<Double> reals(String key, int most) {
        JsonNode value = node.path(key);
        List<Double> values = new ArrayList<>();
        boolean good = value.isNumber() || (value.isArray() && (value.size() == 1 || value.size() == most));
        for (int i = 0; good && i < (value.isArray() ? value.size() : 1); i++) {
            JsonNode item = value.isArray() ? value.get(i) : value;
            good = item.isNumber() && Double.isFinite(item.doubleValue());
            values.add(item.doubleValue());
        }
        if (good) {
            return values;
        }
        problems.add(
                at(key),
                found(value) + " is not a number" + (most == 1 ? "" : " nor an array of " + most),
                "write one number, or one for each channel of the image");
        return List.of();
    }

    /** One number; 1 where it is wrong, which has been reported. */
    double real(String key) {
        JsonNode value = node.path(key);
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return value.doubleValue();
        }
        problems.add(at(key), found(value) + " is not a number", "see docs/network-json.md");
        return 1;
    }

    /** Sentences; none where the key is missing or wrong, which has been reported. */
    List<String> texts(String key) {
        JsonNode value = node.path(key);
        List<String> texts = new ArrayList<>();
        boolean good = value.isMissingNode() || (value.isArray() && value.size() <= MOST_TEXTS);
        for (int i = 0; good && i < value.size(); i++) {
            good = value.get(i).isTextual() && value.get(i).textValue().length() <= LONGEST_TEXT;
            texts.add(value.get(i).asText().replaceAll("[^\\x20-\\x7e]", "?"));
        }
        if (good) {
            return texts;
        }
        problems.add(
                at(key), found(value) + " is not an array of up to " + MOST_TEXTS + " short texts", "leave it out");
        return List.of();
    }

    /** One or more names; none where the key is wrong, which has been reported. */
    List<String> labels(String key) {
        JsonNode value = node.path(key);
        List<String> labels = new ArrayList<>();
        boolean good = value.isArray() && !value.isEmpty() && value.size() <= MOST_TEXTS;
        for (int i = 0; good && i < value.size(); i++) {
            good = value.get(i).isTextual() && !value.get(i).textValue().isEmpty();
            labels.add(shown(value.get(i).asText()));
        }
        if (good) {
            return labels;
        }
        problems.add(
                at(key),
                found(value) + " is not an array of 1.." + MOST_TEXTS + " names of layers",
                "write \"" + key + "\": [\"...\", \"...\"]");
        return List.of();
    }

    /** A number above 0 and up to 1; 1 where it is wrong. */
    float positive(String key) {
        JsonNode value = node.path(key);
        float number = value.isNumber() ? value.floatValue() : Float.NaN;
        if (number > 0 && number <= 1) {
            return number;
        }
        problems.add(at(key), found(value) + " is not a number above 0 and up to 1", "PyTorch's default is 1e-5");
        return 1;
    }

    /** Reports something about a key that only its reader can tell. */
    void wrong(String key, String what, String help) {
        problems.add(at(key), what, help);
    }

    private static String counts(int... lengths) {
        StringBuilder text = new StringBuilder();
        for (int length : lengths) {
            text.append(text.length() == 0 ? "" : " or ").append(length);
        }
        return lengths.length == 1 && lengths[0] == 1 ? "a whole number" : text + " whole numbers";
    }

    private String at(String key) {
        return where + "/" + key;
    }

    private static String found(JsonNode value) {
        return value.isMissingNode() ? "a missing value" : shown(value.toString());
    }

    private static String shown(String text) {
        String start = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return start.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
