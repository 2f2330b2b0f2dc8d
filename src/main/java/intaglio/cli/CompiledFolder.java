package intaglio.cli;

import intaglio.diag.IntaglioException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder that {@code compile} wrote. */
final class CompiledFolder {

    private CompiledFolder() {}

    /**
     * Checks that all that other verbs read is there.
     *
     * @throws IntaglioException exit code 3
     */
    static void check(Path out) {
        if (!Files.isRegularFile(out.resolve("manifest.json"))) {
            throw IntaglioException.badInput(
                    out.toString(),
                    Files.isDirectory(out) ? "holds no compiled design (no manifest.json)" : "no such folder",
                    "make it with: intaglio compile MODEL --out " + out);
        }
        List<String> missing = Stream.of("plan.json", "network.json", "filelist.f", "weights", "rtl")
                .filter(name -> !Files.exists(out.resolve(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw IntaglioException.badInput(
                    out.toString(),
                    "is not all that compile wrote (no " + String.join(", no ", missing) + ")",
                    "compile the model again");
        }
    }
}
