package intaglio.cli;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A text file that is there whole or not at all: written beside its place and moved into it at the end. */
final class OutputFile {

    /** Writes the content. */
    interface Content {

        void writeTo(Writer writer) throws IOException;
    }

    private OutputFile() {}

    /**
     * Checks before any work that the file can be written.
     *
     * @throws IntaglioException exit code 3
     */
    static void checkWritable(Path file) {
        Path folder = folder(file);
        if (!Files.isDirectory(folder)) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "cannot be written: there is no folder " + folder,
                    "make the folder or give another place");
        }
        if (Files.isDirectory(file)) {
            throw IntaglioException.badInput(file.toString(), "is a folder", "give the name of a file");
        }
        if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
            throw IntaglioException.badInput(
                    file.toString(), "no permission to write it", "give another place or change the permissions");
        }
    }

    /**
     * Writes the file; what was there before is replaced.
     *
     * @throws IntaglioException exit code 3, with nothing left behind
     */
    static void write(Path file, Content content) {
        Path partial = partial(file);
        try {
            try (Writer writer = Files.newBufferedWriter(
                    partial, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
                content.writeTo(writer);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "cannot be written (" + IoReason.of(e) + ")",
                    "check the space and the permissions");
        } finally {
            deleteQuietly(partial);
        }
    }

    /** The name beside a file or folder under which it is written first. */
    static Path partial(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        return whole.resolveSibling(
                "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
    }

    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The error that led here is the one to report.
        }
    }

    private static Path folder(Path file) {
        // As it is: the system does not normalize either, and a missing folder before ".." stays missing.
        Path whole = file.toAbsolutePath();
        return whole.getParent() == null ? whole : whole.getParent();
    }
}
