package intaglio.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** A path of {@link StoppingFileSystem}: a real one whose calls go through that. */
record StoppingPath(StoppingFileSystem files, Path path) implements Path {

    static Path real(Path path) {
        return path instanceof StoppingPath stopping ? stopping.path : path;
    }

    private Path in(Path other) {
        return other == null ? null : new StoppingPath(files, other);
    }

    @Override
    public FileSystem getFileSystem() {
        return files;
    }

    @Override
    public boolean isAbsolute() {
        return path.isAbsolute();
    }

    @Override
    public Path getRoot() {
        return in(path.getRoot());
    }

    @Override
    public Path getFileName() {
        return in(path.getFileName());
    }

    @Override
    public Path getParent() {
        return in(path.getParent());
    }

    @Override
    public int getNameCount() {
        return path.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return in(path.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return in(path.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return path.startsWith(real(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return path.endsWith(real(other));
    }

    @Override
    public Path normalize() {
        return in(path.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return in(path.resolve(real(other)));
    }

    @Override
    public Path relativize(Path other) {
        return in(path.relativize(real(other)));
    }

    @Override
    public URI toUri() {
        return path.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return in(path.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        files.call(path.toString());
        return in(path.toRealPath(options));
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return path.compareTo(real(other));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
