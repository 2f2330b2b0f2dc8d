package intaglio.verify;

import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Compares the files of an output folder with its {@code manifest.json}. A difference is only a warning: whoever edits
 * the Verilog wants to see what the simulation says.
 */
final class ManifestCheck {

    private static final String NAME = "manifest.json";
    private static final String COMPILE_AGAIN = "compile the model again";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private ManifestCheck() {}

    /**
     * One sentence per file that differs, is missing, or is not listed.
     *
     * @throws IntaglioException exit code 3, where the manifest itself is damaged
     */
    static List<String> differences(Path out) throws IOException {
        Path file = out.resolve(NAME);
        if (!Files.exists(file)) {
            return List.of("manifest.json is missing, so nothing tells whether files were changed");
        }
        Map<String, String> listed = listed(file);
        Set<String> there = new TreeSet<>();
        FileTree.files(out).forEach(path -> there.add(path.toString()));
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, String> entry : listed.entrySet()) {
            if (!there.contains(entry.getKey())) {
                differences.add(entry.getKey() + " is in manifest.json but missing");
            } else if (!sha256(out.resolve(entry.getKey())).equals(entry.getValue())) {
                differences.add(entry.getKey() + " is not what compile wrote (its SHA-256 differs from manifest.json)");
            }
        }
        for (String name : there) {
            if (!listed.containsKey(name) && !name.equals(NAME)) {
                differences.add(name + " is not in manifest.json");
            }
        }
        return differences;
    }

    /** SHA-256 by path. */
    private static Map<String, String> listed(Path file) {
        JsonNode files = JsonFile.object(file, COMPILE_AGAIN).path("files");
        if (!files.isObject()) {
            throw IntaglioException.badInput(file.toString(), "has no object 'files'", COMPILE_AGAIN);
        }
        Map<String, String> listed = new TreeMap<>();
        files.properties().forEach(entry -> {
            if (!HASH.matcher(entry.getValue().asText()).matches()) {
                throw IntaglioException.badInput(
                        file + ", files/" + entry.getKey(), "is no SHA-256 (64 hexadecimal digits)", COMPILE_AGAIN);
            }
            listed.put(entry.getKey(), entry.getValue().asText());
        });
        return listed;
    }

    private static String sha256(Path path) throws IOException {
        return HexFormat.of().formatHex(Verilator.sha256().digest(Files.readAllBytes(path)));
    }
}
