package intaglio.rtl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.export.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder a compilation goes to. Its files are exchanged for the new ones all at once ({@link FolderExchange}), by
 * one process at a time ({@link FolderLock}). A folder with anything in it that we did not write, or that was changed
 * since ({@link OwnFiles}), is left alone.
 */
public final class OutputFolder {

    /** An exchange takes a fraction of a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String KILLED = "a compilation was killed while it wrote; ";
    private static final String MEND = "choose another --out, or make room and permission for it";

    private final Path folder;
    private final Duration patience;

    public OutputFolder(Path folder) {
        this(folder, PATIENCE);
    }

    /** @param patience how long to wait for other processes that write the same folder */
    OutputFolder(Path folder, Duration patience) {
        this.folder = folder;
        this.patience = patience;
    }

    /**
     * Ends what a killed compilation has left half done. To be called before anything in the folder is read.
     *
     * @return what was done, as a sentence; empty where there was nothing to do
     * @throws IntaglioException (exit code 3) where that is not possible
     */
    public Optional<String> recover() {
        try {
            Path place = place();
            if (!Files.isDirectory(place) || !FolderLock.isThere(place) || FolderLock.isForeign(place)) {
                return Optional.empty();
            }
            try (FolderLock lock = FolderLock.take(place, patience)) {
                return switch (recover(place)) {
                    case NONE -> Optional.empty();
                    case UNDONE -> Optional.of(KILLED + "what was there before it is back");
                    case COMPLETED -> Optional.of(KILLED + "its files are complete now");
                };
            }
        } catch (IOException e) {
            throw unrecoverable(e);
        }
    }

    /**
     * Checks, before any work, that the folder may be written.
     *
     * @throws IntaglioException (exit code 3) where it holds files of somebody else, is no folder, or cannot be written
     */
    @SuppressWarnings("try")
    public void check() {
        try (FolderLock lock = takeLock(place())) {
            // That is the check.
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Replaces the folder's contents; {@code manifest} gets the hash of every file added under {@code files}. */
    void replace(Map<String, byte[]> contents, ObjectNode manifest) {
        manifest.put("generator", OwnFiles.GENERATOR);
        ObjectNode files = manifest.putObject("files");
        new TreeMap<>(contents).forEach((name, bytes) -> files.put(name, sha256(bytes)));
        Map<String, byte[]> all = new LinkedHashMap<>(contents);
        all.put(OwnFiles.MANIFEST, JsonText.of(manifest).getBytes(StandardCharsets.UTF_8));
        boolean inPlace = false;
        try {
            Path place = place();
            FolderExchange exchange = new FolderExchange(place);
            try (FolderLock lock = takeLock(place)) {
                exchange.replace(all, this::refuseStrangers);
                inPlace = true;
                exchange.clear();
            }
        } catch (IOException e) {
            throw inPlace ? uncleared(e) : e.getSuppressed().length == 0 ? unwritable(e) : unrecoverable(e);
        }
    }

    /** The lock of a folder in which all files are ours and in place. */
    private FolderLock takeLock(Path place) throws IOException {
        refuseNoFolder(place);
        if (FolderLock.isForeign(place)) {
            throw notOurs("holds " + FolderLock.home(Path.of("")) + ", which this tool did not write");
        }
        if (Files.isDirectory(place)) {
            refuseStrangersBeforeTheLock(place);
        }
        FolderLock lock = FolderLock.take(place, patience);
        try {
            recover(place);
            refuseStrangers(place);
            return lock;
        } catch (RuntimeException | Error e) {
            lock.closeAfter(e);
            throw e;
        }
    }

    private FolderExchange.Recovery recover(Path place) {
        try {
            return new FolderExchange(place).recover();
        } catch (IOException e) {
            throw unrecoverable(e);
        }
    }

    /**
     * Nothing is written into a folder of somebody else, not even a lock. Without the lock another process may move the
     * files meanwhile, and then they look like somebody else's for a moment: only what stays so is refused.
     */
    private void refuseStrangersBeforeTheLock(Path place) throws IOException {
        for (int look = 1; !FolderLock.isThere(place); look++) {
            try {
                refuseStrangers(place);
                return;
            } catch (IntaglioException e) {
                if (look == FolderLock.LOOKS) {
                    throw e;
                }
                FolderLock.pause();
            }
        }
    }

    private void refuseNoFolder(Path place) {
        if (place.getFileName() == null) {
            throw refused("is the root of the file system");
        }
        Path above = place;
        while (!Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
            above = above.getParent();
        }
        if (!above.equals(place) && !Files.isDirectory(above)) {
            throw unwritable(new FileSystemException(above.toString(), null, above + " is not a folder"));
        }
        if (!Files.isDirectory(place) && above.equals(place)) {
            throw refused(
                    Files.isSymbolicLink(place)
                            ? "is a link to something that is no folder"
                            : "is a file, not a folder");
        }
    }

    private void refuseStrangers(Path root) {
        try {
            OwnFiles.stranger(root).ifPresent(stranger -> {
                throw notOurs(stranger);
            });
        } catch (IOException e) {
            String file = e instanceof FileSystemException system ? system.getFile() : folder.toString();
            throw IntaglioException.badInput(file, "cannot be read (" + IoReason.of(e) + ")", "choose another --out");
        }
    }

    /** Where the folder really is, or would be: links and {@code ..} as the system understands them. */
    private Path place() throws IOException {
        return place(folder.toAbsolutePath());
    }

    private static Path place(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        if (path.getParent() == null || Files.isSymbolicLink(path)) {
            return path;
        }
        return place(path.getParent()).resolve(path.getFileName()).normalize();
    }

    private IntaglioException refused(String what) {
        return IntaglioException.badInput(folder.toString(), what, "choose another --out");
    }

    private IntaglioException notOurs(String what) {
        return IntaglioException.badInput(folder.toString(), what, "move it away, or choose another --out");
    }

    private IntaglioException unwritable(IOException e) {
        return e instanceof FolderLock.BusyException
                ? busy()
                : IntaglioException.badInput(folder.toString(), "cannot be written (" + IoReason.of(e) + ")", MEND);
    }

    private IntaglioException unrecoverable(IOException e) {
        String file = e instanceof FileSystemException system ? system.getFile() + ": " : "";
        return e instanceof FolderLock.BusyException
                ? busy()
                : IntaglioException.badInput(
                        folder.toString(),
                        "holds an unfinished compilation, which cannot be ended now (" + file + IoReason.of(e) + ")",
                        "make room and permission for it, move away what is in its way, and run this again");
    }

    private IntaglioException uncleared(IOException e) {
        Path home = FolderLock.home(folder);
        return IntaglioException.badInput(
                folder.toString(),
                "the new files are in place, but " + home + " cannot be removed (" + IoReason.of(e) + ")",
                "remove it");
    }

    private IntaglioException busy() {
        return IntaglioException.badInput(
                folder.toString(),
                "another intaglio has been writing it for " + patience.toSeconds() + " s",
                "run this again when that has ended");
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
