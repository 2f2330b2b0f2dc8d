package intaglio.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The real file system, with every call counted. At one of them it stops as if the process had been killed there: no
 * later call comes through, whoever makes it. Or one call fails, as on a bad or full disk.
 */
public final class StoppingFileSystem extends FileSystem {

    /** Thrown by every call from the fatal one on. */
    public static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    private final FileSystem real;
    private final Provider provider = new Provider();
    private final List<SeekableByteChannel> channels = new ArrayList<>();
    private int calls;
    private BooleanSupplier fatal = () -> false;
    private boolean killed;
    private int failingCall = Integer.MAX_VALUE;

    private StoppingFileSystem(FileSystem real) {
        this.real = real;
    }

    /**
     * Ends as if its process were killed.
     *
     * @param call the first call that is not made, from 1 on
     */
    public static StoppingFileSystem killedAt(int call) {
        StoppingFileSystem files = new StoppingFileSystem(Path.of("").getFileSystem());
        files.fatal = () -> files.calls >= call;
        return files;
    }

    /**
     * Ends as if its process were killed.
     *
     * @param moment true when the first call comes that is not made
     */
    public static StoppingFileSystem killedWhen(BooleanSupplier moment) {
        StoppingFileSystem files = new StoppingFileSystem(Path.of("").getFileSystem());
        files.fatal = moment;
        return files;
    }

    /**
     * Fails once.
     *
     * @param call the only call that fails, from 1 on
     */
    public static StoppingFileSystem failingAt(int call) {
        StoppingFileSystem files = new StoppingFileSystem(Path.of("").getFileSystem());
        files.failingCall = call;
        return files;
    }

    /** A path of the real file system in this one. */
    public Path path(Path realPath) {
        return new StoppingPath(this, realPath);
    }

    /** Calls made so far, the fatal one included. */
    public int calls() {
        return calls;
    }

    /** What the system does when a process ends: closes its files, and so releases its locks. */
    public void endProcess() throws IOException {
        for (SeekableByteChannel channel : channels) {
            channel.close();
        }
    }

    void call(String file) throws IOException {
        calls++;
        killed = killed || fatal.getAsBoolean();
        if (killed) {
            throw new Killed();
        }
        if (calls == failingCall) {
            throw new FileSystemException(file, null, "No space left on device");
        }
    }

    private final class Provider extends FileSystemProvider {

        private FileSystemProvider real() {
            return real.provider();
        }

        private Path called(Path path) throws IOException {
            call(path.toString());
            return StoppingPath.real(path);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            StoppingChannel channel = new StoppingChannel(
                    StoppingFileSystem.this, real().newFileChannel(called(path), options, attributes));
            channels.add(channel.real());
            return channel;
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options.isEmpty() ? Set.of(StandardOpenOption.READ) : options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            DirectoryStream<Path> entries = real().newDirectoryStream(called(folder), entry -> true);
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    Iterator<Path> all = entries.iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return all.hasNext();
                        }

                        @Override
                        public Path next() {
                            return path(all.next());
                        }
                    };
                }

                @Override
                public void close() throws IOException {
                    entries.close();
                }
            };
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
            real().createDirectory(called(folder), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            real().delete(called(path));
        }

        @Override
        public void copy(Path from, Path to, CopyOption... options) throws IOException {
            real().copy(called(from), StoppingPath.real(to), options);
        }

        @Override
        public void move(Path from, Path to, CopyOption... options) throws IOException {
            real().move(called(from), StoppingPath.real(to), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return real().isSameFile(called(path), StoppingPath.real(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return real().isHidden(called(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return real().getFileStore(called(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            real().checkAccess(called(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return real().readAttributes(called(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
            return real().readAttributes(called(path), names, options);
        }

        @Override
        public void setAttribute(Path path, String name, Object value, LinkOption... options) throws IOException {
            real().setAttribute(called(path), name, value, options);
        }

        @Override
        public String getScheme() {
            return "stopping";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return StoppingFileSystem.this;
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return path(real.getPath(first, more));
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
