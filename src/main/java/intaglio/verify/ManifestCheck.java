package intaglio.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the files of an output folder with its {@code manifest.json}. A difference is only a warning: whoever edits
 * the Verilog wants to see what the simulation says.
 */
final class ManifestCheck {

    private ManifestCheck() {}

    /** One sentence per file that differs, is missing, or is not listed. */
    static List<String> differences(Path out) throws IOException {
        Path file = out.resolve("manifest.json");
        if (!Files.exists(file)) {
            return List.of("manifest.json is missing, so nothing tells whether files were changed");
        }
        Map<String, String> listed;
        try {
            listed = listed(new ObjectMapper().readTree(file.toFile()).path("files"));
        } catch (JsonProcessingException e) {
            return List.of("manifest.json is no JSON, so nothing tells whether files were changed");
        }
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, String> entry : listed.entrySet()) {
            Path path = out.resolve(entry.getKey());
            if (!Files.exists(path)) {
                differences.add(entry.getKey() + " is in manifest.json but missing");
            } else if (!sha256(path).equalsIgnoreCase(entry.getValue())) {
                differences.add(entry.getKey() + " is not what compile wrote (its SHA-256 differs from manifest.json)");
            }
        }
        for (Path path : FileTree.files(out)) {
            String name = path.toString();
            if (!listed.containsKey(name) && !name.equals("manifest.json")) {
                differences.add(name + " is not in manifest.json");
            }
        }
        return differences;
    }

    /** Either an object {@code path: hash} or a list of objects with {@code path} and {@code sha256}. */
    private static Map<String, String> listed(JsonNode files) {
        Map<String, String> listed = new LinkedHashMap<>();
        if (files.isArray()) {
            files.forEach(entry -> listed.put(entry.path("path").asText(), entry.path("sha256").asText()));
        } else {
            for (Iterator<Map.Entry<String, JsonNode>> i = files.fields(); i.hasNext(); ) {
                Map.Entry<String, JsonNode> entry = i.next();
                listed.put(entry.getKey(), entry.getValue().asText());
            }
        }
        return listed;
    }

    private static String sha256(Path path) throws IOException {
        return HexFormat.of().formatHex(Verilator.sha256().digest(Files.readAllBytes(path)));
    }
}
