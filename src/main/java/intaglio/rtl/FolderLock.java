package intaglio.rtl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The right to change an output folder, for one process at a time: a lock of the operating system on a file in
 * {@code .intaglio-exchange}, a folder in the output folder. The system releases the lock when the process ends,
 * however it ends. The file starts with a line that says whose it is.
 *
 * <p>The holder removes the file before it releases the lock, so that nothing stays behind. Whoever waited for that file
 * then has the lock on a file without a name, which protects nothing. So the holder writes a number of its own into the
 * file and reads it back through the file's name; only where both are the same file, the lock counts. A process loses
 * its locks on a file with the first channel to the file that it closes, so both channels stay open.
 *
 * <p>A missing output folder is made, and removed again where nothing comes into it; the file {@code made} says so to the
 * process that cleans up after a killed one.
 */
final class FolderLock implements AutoCloseable {

    /** Another process has the lock. */
    static final class BusyException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    private static final String FOLDER = ".intaglio-exchange";
    private static final String LOCK = "lock";
    private static final String MADE = "made";
    private static final Set<String> OURS =
            Set.of(LOCK, MADE, FolderExchange.STAGING, FolderExchange.NEW, FolderExchange.OUT, FolderExchange.OLD);
    private static final String MARK =
            "Intaglio replaces the files of the folder above; its next command ends that. Leave this as it is.\n";
    private static final Set<OpenOption> LOCK_OPTIONS = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ_OPTIONS = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final long POLL_MILLIS = 5;

    /** How often something is looked at without the lock before it is believed. */
    static final int LOOKS = 20;

    private final Path place;
    private final Path home;

    /** Folders that were missing, the deepest first. */
    private final Deque<Path> made = new ArrayDeque<>();

    private final List<FileChannel> channels = new ArrayList<>();
    private boolean held;

    private FolderLock(Path place) {
        this.place = place;
        this.home = home(place);
    }

    /** The folder in an output folder where its files are exchanged. */
    static Path home(Path place) {
        return place.resolve(FOLDER);
    }

    /** Whether there is something of that name, ours or not. */
    static boolean isThere(Path place) throws IOException {
        return FolderExchange.isThere(home(place));
    }

    /**
     * Whether what is there was made by somebody else. Not for the holder of the lock, who would lose it. Another process
     * may change the folder while it is listed, so that it looks like nobody's for a moment: what is foreign stays so.
     */
    static boolean isForeign(Path place) throws IOException {
        for (int look = 1; look < LOOKS; look++) {
            if (!looksForeign(place)) {
                return false;
            }
            pause();
        }
        return looksForeign(place);
    }

    private static boolean looksForeign(Path place) throws IOException {
        Path home = home(place);
        if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
            return isThere(place);
        }
        try {
            List<String> names = names(home);
            return !OURS.containsAll(names) || (!names.isEmpty() && !isMarked(home.resolve(LOCK), names));
        } catch (NoSuchFileException e) {
            // The holder has removed it.
            return false;
        }
    }

    private static boolean isMarked(Path file, List<String> names) throws IOException {
        if (!names.contains(LOCK)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MARK.length()), StandardCharsets.ISO_8859_1);
            return text.equals(MARK) || (text.isEmpty() && names.size() == 1);
        }
    }

    /**
     * Takes the lock.
     *
     * @param place an output folder, no link; made where it is missing
     * @param patience how long to wait for another process
     * @throws BusyException where another process has it for longer
     */
    static FolderLock take(Path place, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        FolderLock lock = new FolderLock(place);
        try {
            while (!lock.tryLock()) {
                lock.closeChannels();
                if (System.nanoTime() - end > 0) {
                    throw new BusyException();
                }
                pause();
            }
            lock.rememberMade();
            return lock;
        } catch (IOException | RuntimeException | Error e) {
            lock.closeAfter(e);
            throw e;
        }
    }

    /** False where another process has the lock, or removes what we are about to use. */
    private boolean tryLock() throws IOException {
        makeMissing();
        try {
            createDirectory(home);
            FileChannel lock = open(LOCK_OPTIONS);
            if (lock.tryLock() == null) {
                return false;
            }
            // Nobody has ever had the lock on an empty file, so nobody has removed it.
            held = lock.size() == 0;
            String number = MARK + UUID.randomUUID();
            lock.write(ByteBuffer.wrap(number.getBytes(StandardCharsets.ISO_8859_1)), 0);
            ByteBuffer named = ByteBuffer.allocate(number.length());
            open(READ_OPTIONS).read(named, 0);
            held = new String(named.array(), StandardCharsets.ISO_8859_1).equals(number);
            return held;
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            // Removed by its holder; or held by another thread of this process.
            return false;
        }
    }

    private FileChannel open(Set<OpenOption> options) throws IOException {
        FileChannel channel = FileChannel.open(home.resolve(LOCK), options);
        channels.add(channel);
        return channel;
    }

    private void makeMissing() throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path folder = place;
        while (!FolderExchange.isThere(folder)) {
            missing.push(folder);
            folder = folder.getParent();
        }
        for (Path next : missing) {
            if (createDirectory(next)) {
                made.push(next);
            }
        }
    }

    private static boolean createDirectory(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private void rememberMade() throws IOException {
        if (made.contains(place)) {
            Files.write(home.resolve(MADE), new byte[0]);
        } else if (FolderExchange.isThere(home.resolve(MADE))) {
            made.push(place);
        }
    }

    /**
     * Releases the lock and removes every trace of it. Where an exchange could be neither completed nor undone, its
     * folder stays for the next command.
     */
    @Override
    public void close() throws IOException {
        try {
            if (held && Set.of(LOCK, MADE).containsAll(names(home))) {
                Files.deleteIfExists(home.resolve(MADE));
                Files.deleteIfExists(home.resolve(LOCK));
            }
            deleteIfEmpty(home);
            for (Path folder : made) {
                deleteIfEmpty(folder);
            }
        } finally {
            closeChannels();
        }
    }

    /** Closes where the failure is the one to report. */
    void closeAfter(Throwable failure) {
        try {
            close();
        } catch (IOException again) {
            failure.addSuppressed(again);
        }
    }

    private void closeChannels() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
        channels.clear();
    }

    /** Not where somebody has put something into it. */
    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // In use.
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
