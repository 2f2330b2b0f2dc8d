package intaglio.rtl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tells the files that a compilation wrote, and nobody has changed since, from everything else in a folder. */
final class OwnFiles {

    static final String MANIFEST = "manifest.json";
    static final String GENERATOR = "intaglio";

    private final Path root;
    private final Map<String, String> listed;

    private OwnFiles(Path root) throws IOException {
        this.root = root;
        this.listed = listed(root.resolve(MANIFEST));
    }

    /**
     * The first thing in the folder that is not as a compilation wrote it, in words; empty where there is none. The
     * folder of an exchange is passed over.
     */
    static Optional<String> stranger(Path root) throws IOException {
        OwnFiles own = new OwnFiles(root);
        try (Stream<Path> walk = own.listed.isEmpty() ? Files.list(root) : Files.walk(root)) {
            for (Path path : (Iterable<Path>) walk.sorted()::iterator) {
                if (!path.equals(root) && !path.startsWith(FolderLock.home(root))) {
                    Optional<String> found = own.judge(path);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Optional<String> judge(Path path) throws IOException {
        String name = root.relativize(path).toString().replace('\\', '/');
        boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        boolean known = folder
                ? listed.keySet().stream().anyMatch(file -> file.startsWith(name + "/"))
                : listed.containsKey(name) || (name.equals(MANIFEST) && !listed.isEmpty());
        if (!known) {
            return Optional.of("holds " + name + ", which this tool did not write");
        }
        boolean unchanged = folder
                || name.equals(MANIFEST)
                || (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        && listed.get(name).equals(OutputFolder.sha256(Files.readAllBytes(path))));
        return unchanged ? Optional.empty() : Optional.of("holds " + name + ", which was changed since it was written");
    }

    /** SHA-256 by path; empty where there is no manifest of ours. */
    private static Map<String, String> listed(Path file) throws IOException {
        Map<String, String> listed = new TreeMap<>();
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
                if (GENERATOR.equals(root.path("generator").textValue())) {
                    root.path("files")
                            .properties()
                            .forEach(f -> listed.put(f.getKey(), f.getValue().asText()));
                }
            } catch (JsonProcessingException e) {
                // Somebody else's manifest: nothing is ours then.
            }
        }
        return listed;
    }
}
