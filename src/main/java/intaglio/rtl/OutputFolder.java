package intaglio.rtl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.WritableFolder;
import intaglio.export.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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
    private static final String MEND = "choose another --out, or make room and permission for it";

    private final Path folder;

    public OutputFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Checks, before any work, that the folder may be written.
     *
     * @throws IntaglioException (exit code 3) where it holds files of somebody else, is no folder, or cannot be written
     */
    public void check() {
        if (place().getFileName() == null) {
            throw refused("is the root of the file system");
        }
        if (Files.isDirectory(folder)) {
            checkOurs();
            WritableFolder.check(folder, folder, MEND);
        } else if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(Files.isSymbolicLink(folder)
                    ? "is a link to something that is no folder" : "is a file, not a folder");
        }
        WritableFolder.check(place().getParent(), folder, MEND);
    }

    /** Where the folder really is, if it is there and the user gave a link to it. */
    private Path place() {
        try {
            return Files.isDirectory(folder) ? folder.toRealPath() : folder;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void checkOurs() {
        Map<String, String> listed = listed();
        for (Path file : files(listed.isEmpty() ? 1 : Integer.MAX_VALUE)) {
            String name = name(file);
            if (name.equals(MANIFEST) && !listed.isEmpty()) {
                continue;
            }
            if (!listed.containsKey(name)) {
                throw notOurs("holds " + name + ", which this tool did not write");
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !listed.get(name).equals(sha256(read(file)))) {
                throw notOurs("holds " + name + ", which was changed since it was written");
            }
        }
    }

    /** Replaces the folder's contents; {@code manifest} gets the hash of every file added under {@code files}. */
    void replace(Map<String, byte[]> contents, ObjectNode manifest) {
        check();
        manifest.put("generator", GENERATOR);
        ObjectNode files = manifest.putObject("files");
        new TreeMap<>(contents).forEach((name, bytes) -> files.put(name, sha256(bytes)));
        Map<String, byte[]> all = new LinkedHashMap<>(contents);
        all.put(MANIFEST, JsonText.of(manifest).getBytes(StandardCharsets.UTF_8));
        try {
            new FolderReplacement(place()).replace(all);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private IntaglioException refused(String what) {
        return IntaglioException.badInput(folder.toString(), what, "choose another --out");
    }

    private IntaglioException notOurs(String what) {
        return IntaglioException.badInput(folder.toString(), what, "move it away, or choose another --out");
    }

    private IntaglioException unwritable(IOException e) {
        return IntaglioException.badInput(folder.toString(), "cannot be written (" + IoReason.of(e) + ")", MEND);
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
                throw unreadable(file, e);
            }
        }
        return listed;
    }

    /** At most {@code most} of the files in it; a link in it is a file. */
    private List<Path> files(int most) {
        try (Stream<Path> walk = Files.walk(place())) {
            return walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .limit(most)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        } catch (UncheckedIOException e) {
            throw unreadable(folder, e.getCause());
        }
    }

    private static IntaglioException unreadable(Path file, IOException e) {
        return IntaglioException.badInput(
                file.toString(), "cannot be read (" + IoReason.of(e) + ")", "choose another --out");
    }

    private String name(Path file) {
        return place().relativize(file).toString().replace('\\', '/');
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
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
}
