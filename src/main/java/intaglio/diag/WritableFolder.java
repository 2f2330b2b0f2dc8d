package intaglio.diag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Checks before the work whether a folder can be written. */
public final class WritableFolder {

    private WritableFolder() {}

    /**
     * Makes a folder in it, or in the nearest one above that is there, and removes it again: permissions, full and
     * read-only disks and strange file systems show nowhere else.
     *
     * @param folder there already, or to be made
     * @param where what the message names
     * @param help how to mend it
     * @throws IntaglioException exit code 3
     */
    public static void check(Path folder, Path where, String help) {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw IntaglioException.badInput(
                    where.toString(), "cannot be written (" + existing + " is not a folder)", help);
        }
        try {
            Files.delete(Files.createTempDirectory(existing, ".intaglio-"));
        } catch (IOException e) {
            throw IntaglioException.badInput(where.toString(), "cannot be written (" + IoReason.of(e) + ")", help);
        }
    }
}
