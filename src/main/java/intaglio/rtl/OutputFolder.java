package intaglio.rtl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder a compilation goes to. All files are written beside it and moved into place at the end; a folder with
 * anything in it that we did not write, or that was changed since, is left alone.
 */
public final class OutputFolder {

    static final String MANIFEST = "manifest.json";
    private static final String GENERATOR = "intaglio";

    private final Path folder;

    public OutputFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Checks, before any work, that the folder may be written.
     *
     * @throws IntaglioException (exit code 3) where it holds files of somebody else, or is no folder
     */
    public void check() {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw IntaglioException.badInput(folder.toString(), "is a file, not a folder", "choose another --out");
        }
        Map<String, String> listed = listed();
        for (Path file : files()) {
            String name = name(file);
            if (name.equals(MANIFEST)) {
                continue;
            }
            if (!listed.containsKey(name)) {
                throw IntaglioException.badInput(folder.toString(), "holds " + name + ", which this tool did not write",
                        "move it away, or choose another --out");
            }
            if (!listed.get(name).equals(sha256(read(file)))) {
                throw IntaglioException.badInput(folder.toString(), "holds " + name + ", which was changed since it was"
                        + " written", "move it away, or choose another --out");
            }
        }
    }

    /** Replaces the folder's contents; {@code manifest} gets the hash of every file added under {@code files}. */
    void replace(Map<String, byte[]> contents, com.fasterxml.jackson.databind.node.ObjectNode manifest) {
        Path partial = folder.resolveSibling("." + folder.getFileName() + ".partial");
        Path old = folder.resolveSibling("." + folder.getFileName() + ".old");
        try {
            check();
            delete(partial);
            delete(old);
            manifest.put("generator", GENERATOR);
            var files = manifest.putObject("files");
            new TreeMap<>(contents).forEach((name, bytes) -> files.put(name, sha256(bytes)));
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                write(partial.resolve(entry.getKey()), entry.getValue());
            }
            write(partial.resolve(MANIFEST), PlanJson.text(manifest).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (Files.exists(folder)) {
                Files.move(folder, old);
            }
            Files.move(partial, folder);
            delete(old);
        } catch (IOException e) {
            cleanUp(partial, old);
            throw IntaglioException.badInput(folder.toString(), "cannot be written (" + reason(e) + ")",
                    "choose another --out, or make room and permission for it");
        }
    }

    /** After a failure: nothing half-written stays, and what was there comes back. */
    private void cleanUp(Path partial, Path old) {
        try {
            delete(partial);
            if (Files.exists(old) && !Files.exists(folder)) {
                Files.move(old, folder);
            }
        } catch (IOException ignored) {
            // The first failure is the one to report.
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private Map<String, String> listed() {
        Path file = folder.resolve(MANIFEST);
        Map<String, String> listed = new TreeMap<>();
        if (Files.isRegularFile(file)) {
            try {
                JsonNode root = new ObjectMapper().readTree(read(file));
                if (GENERATOR.equals(root.path("generator").asText())) {
                    root.path("files").fields().forEachRemaining(f -> listed.put(f.getKey(), f.getValue().asText()));
                }
            } catch (JsonProcessingException e) {
                // Somebody else's manifest: nothing is ours then.
            } catch (IOException e) {
                throw IntaglioException.badInput(file.toString(), "cannot be read (" + reason(e) + ")",
                        "choose another --out");
            }
        }
        return listed;
    }

    private List<Path> files() {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> !Files.isDirectory(path)).sorted().toList();
        } catch (IOException e) {
            throw IntaglioException.badInput(folder.toString(), "cannot be read (" + reason(e) + ")",
                    "choose another --out");
        }
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw IntaglioException.badInput(file.toString(), "cannot be read (" + reason(e) + ")",
                    "choose another --out");
        }
    }

    /** Lower-case hexadecimal SHA-256. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
