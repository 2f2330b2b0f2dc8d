package intaglio.export;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files that are all written, or none of them. */
public final class NewFiles {

    private NewFiles() {}

    /**
     * Writes files into a folder, which is made where it is missing. Files that exist already are not touched: then
     * nothing is written. Where a write fails, what was written before it is removed.
     *
     * @param contents by file name
     * @throws IntaglioException (bad input) naming the files that exist or the folder that cannot be written
     */
    public static void write(Path folder, Map<String, byte[]> contents) {
        checkNew(folder, List.copyOf(contents.keySet()));
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                Path file = folder.resolve(content.getKey());
                written.add(file);
                Files.write(file, content.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (IOException failed) {
            written.forEach(NewFiles::remove);
            throw IntaglioException.badInput(
                    folder.toString(),
                    "cannot be written: " + IoReason.of(failed),
                    "give a folder that can be written and has room");
        }
    }

    /**
     * Checks before any work that the files can be new.
     *
     * @throws IntaglioException (bad input) naming the files that exist
     */
    public static void checkNew(Path folder, List<String> names) {
        Problems problems = new Problems();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            problems.add(folder.toString(), "is a file, not a folder", "give another folder");
        }
        for (String name : names) {
            if (Files.exists(folder.resolve(name))) {
                problems.add(
                        folder.resolve(name).toString(), "exists already", "give another folder or remove the file");
            }
        }
        problems.throwIfAny();
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // The folder cannot be written at all; the error that led here says so.
        }
    }
}
