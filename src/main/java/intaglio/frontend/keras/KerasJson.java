package intaglio.frontend.keras;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import java.io.IOException;
import java.util.Set;

/** JSON as Keras writes it: tuples, shapes and arrays of numpy are objects that say so. */
final class KerasJson {

    static final int MAX_BYTES = 1 << 22;

    /** Objects that stand for the list {@code items}. */
    private static final Set<String> LISTS = Set.of("__tuple__", "TensorShape");

    /** Objects that stand for the numbers {@code config.value}. */
    private static final Set<String> ARRAYS = Set.of("__numpy__", "__tensor__");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private KerasJson() {}

    /**
     * Reads a text.
     *
     * @param where for messages
     * @throws IntaglioException (exit code 3) where it is too long, or no JSON
     */
    static JsonNode read(String where, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw IntaglioException.badInput(
                    where,
                    "has " + bytes.length + " bytes, at most " + MAX_BYTES + " are read",
                    "give a small network");
        }
        try {
            return plain(MAPPER.readTree(bytes));
        } catch (JsonProcessingException e) {
            String reason = e.getOriginalMessage().replaceAll("\\s+", " ");
            throw IntaglioException.badInput(where, "is not JSON (" + reason + ")", Hdf5File.AGAIN);
        } catch (IOException e) {
            throw IntaglioException.badInput(where, "is not JSON (" + IoReason.of(e) + ")", Hdf5File.AGAIN);
        }
    }

    /** With plain lists and numbers for the objects that stand for them. The parser bounds the depth. */
    private static JsonNode plain(JsonNode node) {
        String className = node.path("class_name").asText();
        if (LISTS.contains(className)) {
            return plain(node.path("items"));
        }
        if (ARRAYS.contains(className)) {
            return node.path("config").path("value");
        }
        if (node.path("type").isTextual() && node.has("value")) {
            return node.path("value");
        }
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, plain(list.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(plain(entry.getValue())));
        }
        return node;
    }
}
