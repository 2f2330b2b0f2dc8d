package intaglio.rtl;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Gives an output folder new contents, all of them or none, wherever the process is killed. The folder itself stays: it
 * may be a mount point, the target of a link, or the working folder of the user's shell. Everything happens in
 * {@code .intaglio-exchange}, a folder in it, under {@link FolderLock}. What is there says how far an exchange has come:
 *
 * <ol>
 *   <li>{@code staging}: the new files are being written. The old ones are in place.
 *   <li>{@code new}: the new files are complete. {@code out}: the old ones are being moved to it.
 *   <li>{@code old}: all the old files. Those of {@code new} are being moved into place.
 *   <li>{@code old} without {@code new}: the new files are in place, the old ones are being removed.
 * </ol>
 *
 * <p>Each step to the next is one rename or removal of a folder. The manifest leaves first and comes last, so contents
 * with a manifest are complete. A process that takes the lock first calls {@link #recover}: it undoes an exchange where
 * there is no {@code old}, and completes it where there is.
 *
 * <p>That covers a process that ends at any moment. It does not cover a computer that loses power: nothing is forced to
 * the disk.
 */
final class FolderExchange {

    static final String STAGING = "staging";
    static final String NEW = "new";
    static final String OUT = "out";
    static final String OLD = "old";

    /** What became of an exchange that was cut short. */
    enum Recovery {
        NONE,
        UNDONE,
        COMPLETED
    }

    private static final Comparator<Path> MANIFEST_LAST = Comparator.<Path, Boolean>comparing(
                    path -> path.endsWith(OwnFiles.MANIFEST))
            .thenComparing(path -> path);
    private static final Comparator<Path> MANIFEST_FIRST = Comparator.<Path, Boolean>comparing(
                    path -> !path.endsWith(OwnFiles.MANIFEST))
            .thenComparing(path -> path);

    private final Path place;
    private final Path home;
    private final Path staging;
    private final Path fresh;
    private final Path out;
    private final Path old;

    /** What is in place already, the newest first. */
    private final Deque<Path> movedIn = new ArrayDeque<>();

    /** @param place an output folder, no link, whose lock the caller has */
    FolderExchange(Path place) {
        this.place = place;
        this.home = FolderLock.home(place);
        this.staging = home.resolve(STAGING);
        this.fresh = home.resolve(NEW);
        this.out = home.resolve(OUT);
        this.old = home.resolve(OLD);
    }

    /**
     * Exchanges the contents; {@link #clear} is left to do. After a failure the old ones are back; where even that
     * fails, it is the next command's to do.
     *
     * @param contents of the files by their paths in the folder
     * @param check throws where the old files, out of everybody's reach by then, are not all ours
     */
    void replace(Map<String, byte[]> contents, Consumer<Path> check) throws IOException {
        try {
            stage(contents);
            moveOut(check);
            moveIn();
        } catch (IOException | RuntimeException | Error e) {
            try {
                undo();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Ends what a killed process has left. */
    Recovery recover() throws IOException {
        if (isThere(old)) {
            if (isThere(fresh)) {
                moveAll(fresh, place, MANIFEST_LAST);
            }
            clear();
            return Recovery.COMPLETED;
        }
        boolean begun = isThere(staging) || isThere(fresh) || isThere(out);
        undo();
        return begun ? Recovery.UNDONE : Recovery.NONE;
    }

    private void stage(Map<String, byte[]> contents) throws IOException {
        Files.createDirectory(staging);
        for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
            Path file = staging.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
        }
        Files.move(staging, fresh);
    }

    private void moveOut(Consumer<Path> check) throws IOException {
        Files.createDirectory(out);
        moveAll(place, out, MANIFEST_FIRST);
        check.accept(out);
        Files.move(out, old);
    }

    private void moveIn() throws IOException {
        for (Path entry : entries(fresh, MANIFEST_LAST)) {
            Path target = place.resolve(entry.getFileName());
            Files.move(entry, target);
            movedIn.push(target);
        }
    }

    private void undo() throws IOException {
        if (isThere(old)) {
            for (Path entry : movedIn) {
                Files.move(entry, fresh.resolve(entry.getFileName()));
            }
            Files.move(old, out);
        }
        if (isThere(out)) {
            moveAll(out, place, MANIFEST_LAST);
            Files.delete(out);
        }
        delete(fresh);
        delete(staging);
    }

    /** Removes the old contents, when the new ones are in place. */
    void clear() throws IOException {
        delete(fresh);
        delete(old);
    }

    private void moveAll(Path from, Path to, Comparator<Path> order) throws IOException {
        for (Path entry : entries(from, order)) {
            if (!entry.equals(home)) {
                Files.move(entry, to.resolve(entry.getFileName()));
            }
        }
    }

    private static List<Path> entries(Path folder, Comparator<Path> order) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted(order).toList();
        }
    }

    /** Unlike {@link Files#exists}, takes no failure for an answer. */
    static boolean isThere(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void delete(Path path) throws IOException {
        if (!isThere(path)) {
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
