package intaglio.data;

import intaglio.diag.IntaglioException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a plain or gzip-compressed file (told apart by content, never by name), with the offset of the next
 * byte. Memory grows with the data that is really there, never with a size some header claims.
 */
final class ByteSource implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final InputStream stream;
    private final boolean compressed;
    private final long fileBytes;
    private long offset;

    private ByteSource(Path file, InputStream stream, boolean compressed, long fileBytes) {
        this.file = file;
        this.stream = stream;
        this.compressed = compressed;
        this.fileBytes = fileBytes;
    }

    static ByteSource open(Path file) throws IOException {
        long fileBytes = Files.size(file);
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            InputStream stream = gzip ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
            return new ByteSource(file, stream, gzip, fileBytes);
        } catch (EOFException | ZipException e) {
            raw.close();
            throw IntaglioException.badInput(
                    file.toString(), "broken gzip header (" + e.getMessage() + ")", "download the file again");
        }
    }

    /** Up to {@code count} bytes; fewer only where the data ends. */
    byte[] read(int count) throws IOException {
        try {
            byte[] bytes = stream.readNBytes(count);
            offset += bytes.length;
            return bytes;
        } catch (EOFException | ZipException e) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "broken gzip data (" + e.getMessage() + ") somewhere in its " + fileBytes + " bytes, behind offset "
                            + offset + " of the uncompressed data",
                    "the file is cut off or damaged: download it again");
        }
    }

    /** Offset of the next byte; in a gzip file an offset in the uncompressed data. */
    long offset() {
        return offset;
    }

    /** Size of the data, or -1 where only decompressing it all would tell. */
    long size() {
        return compressed ? -1 : fileBytes;
    }

    /** What offsets count: for messages. */
    String unit() {
        return compressed ? "bytes of uncompressed data" : "bytes";
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
