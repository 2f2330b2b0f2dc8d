package intaglio.diag;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the JSON files of an output folder back, however damaged they are. */
public final class JsonFile {

    /** Far more than any of them has. */
    private static final long MOST_BYTES = 1 << 26;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFile() {}

    /**
     * The object that the file holds.
     *
     * @param help how to mend the file
     * @throws IntaglioException exit code 3, where it cannot be read or is not one JSON object
     */
    public static JsonNode object(Path file, String help) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw IntaglioException.badInput(
                        file.toString(), "has " + Files.size(file) + " bytes, more than " + MOST_BYTES, help);
            }
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (!root.isObject()) {
                throw IntaglioException.badInput(file.toString(), "is not a JSON object {...}", help);
            }
            return root;
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            String place =
                    location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
            throw IntaglioException.badInput(file + place, "is no JSON (" + e.getOriginalMessage() + ")", help);
        } catch (IOException e) {
            throw IntaglioException.badInput(file.toString(), "cannot be read (" + IoReason.of(e) + ")", help);
        }
    }
}
