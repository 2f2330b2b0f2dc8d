package intaglio.quant;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Given requantization, one entry per weighted layer:
 *
 * <pre>{@code { "gain": 256, "layers": { "c1": { "scale": 23, "shift": 12, "zeroPoint": 99 } } }}</pre>
 *
 * @param source the file, for messages
 * @param gain activation units per 1.0, 1..65536
 * @param layers by label, in file order
 */
public record RequantFile(String source, int gain, Map<String, Entry> layers) {

    /**
     * One layer: {@code y = accumulator * scale >> shift}, weights {@code q - zeroPoint}.
     *
     * @param scale multiplier, 1..2147483647
     * @param shift 0..62
     * @param zeroPoint 0..255
     */
    public record Entry(int scale, int shift, int zeroPoint) {}

    /** Far more than a file of this kind needs; keeps a wrong path from filling the memory. */
    private static final long LARGEST_FILE = 1 << 20;

    private static final int LARGEST_GAIN = 65536;

    public RequantFile {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /**
     * Reads a file.
     *
     * @throws IntaglioException (bad input) with everything that is wrong with it
     */
    public static RequantFile read(Path file) {
        JsonNode root = parse(file);
        Problems problems = new Problems();
        Map<String, Entry> layers = new LinkedHashMap<>();
        int gain = 0;
        if (object(root, Set.of("gain", "layers"), file + ": /", problems)) {
            gain = integer(root, "gain", file + ": /", 1, LARGEST_GAIN, problems);
            JsonNode entries = root.path("layers");
            if (!entries.isObject() || entries.isEmpty()) {
                problems.add(
                        file + ": /layers",
                        "is not an object with one entry per layer",
                        "write \"layers\": { \"c1\": { \"scale\": 23, \"shift\": 12, \"zeroPoint\": 99 }, ... }");
            } else {
                entries.properties()
                        .forEach(entry ->
                                layers.put(entry.getKey(), entry(file, entry.getKey(), entry.getValue(), problems)));
            }
        }
        problems.throwIfAny();
        return new RequantFile(file.toString(), gain, layers);
    }

    /** Adds a problem for every layer that only the network or only this file has. */
    void checkLayers(List<Weighted> weighted, Problems problems) {
        List<String> labels = weighted.stream().map(Layer::label).toList();
        for (String label : labels) {
            if (!layers.containsKey(label)) {
                problems.add(
                        source + ": /layers",
                        "has no entry for layer '" + label + "' of the model",
                        "add scale, shift and zeroPoint of '" + label + "'");
            }
        }
        for (String label : layers.keySet()) {
            if (!labels.contains(label)) {
                problems.add(
                        source + ": /layers/" + label,
                        "the model has no weighted layer '" + label + "'",
                        "remove the entry; the model's layers are " + String.join(", ", labels));
            }
        }
    }

    private static Entry entry(Path file, String label, JsonNode node, Problems problems) {
        String where = file + ": /layers/" + label + "/";
        if (!object(node, Set.of("scale", "shift", "zeroPoint"), where, problems)) {
            return null;
        }
        return new Entry(
                integer(node, "scale", where, 1, Integer.MAX_VALUE, problems),
                integer(node, "shift", where, 0, 62, problems),
                integer(node, "zeroPoint", where, 0, 255, problems));
    }

    private static boolean object(JsonNode node, Set<String> known, String where, Problems problems) {
        if (!node.isObject()) {
            problems.add(where, "is not a JSON object", "write { ... } with " + sorted(known));
            return false;
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                problems.add(where + name, "is not a known field", "remove it; known are " + sorted(known));
            }
        }
        return true;
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    private static int integer(JsonNode node, String name, String where, int low, int high, Problems problems) {
        JsonNode value = node.path(name);
        boolean isInt = value.isIntegralNumber() && value.canConvertToInt();
        if (!isInt || value.intValue() < low || value.intValue() > high) {
            String found = value.isMissingNode() ? "is missing" : value + " is not an integer in " + low + ".." + high;
            problems.add(where + name, found, "write an integer in " + low + ".." + high);
            return low;
        }
        return value.intValue();
    }

    /** A token of a binary file can be longer than a line. */
    private static String firstWords(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= 120 ? line : line.substring(0, 120) + "...";
    }

    private static JsonNode parse(Path file) {
        ObjectMapper mapper = new ObjectMapper()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw IntaglioException.badInput(
                        file.toString(),
                        "has " + Files.size(file) + " bytes, more than " + LARGEST_FILE,
                        "check the path of --requant");
            }
            return mapper.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException wrong) {
            JsonLocation location = wrong.getLocation();
            String place =
                    location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
            throw IntaglioException.badInput(
                    file + place,
                    "not valid JSON (" + firstWords(wrong.getOriginalMessage()) + ")",
                    "write a JSON object with gain and layers");
        } catch (IOException missing) {
            throw IntaglioException.badInput(
                    file.toString(), "cannot be read: " + IoReason.of(missing), "check the path of --requant");
        }
    }
}
