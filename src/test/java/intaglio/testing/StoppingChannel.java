package intaglio.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file of {@link StoppingFileSystem}: a real one whose reads, writes and locks are calls of it. */
final class StoppingChannel extends FileChannel {

    private final StoppingFileSystem files;
    private final FileChannel real;

    StoppingChannel(StoppingFileSystem files, FileChannel real) {
        this.files = files;
        this.real = real;
    }

    FileChannel real() {
        return real;
    }

    private FileChannel called() throws IOException {
        files.call("an open file");
        return real;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return called().read(bytes);
    }

    @Override
    public long read(ByteBuffer[] bytes, int offset, int length) throws IOException {
        return called().read(bytes, offset, length);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return called().write(bytes);
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
        return called().write(bytes, offset, length);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return called().size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        called().truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        called().force(metaData);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return called().transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        return called().transferFrom(source, position, count);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
        return called().read(bytes, position);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        return called().write(bytes, position);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return called().map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return called().lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return called().tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
