package intaglio.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, bounded whatever the size of the file. */
final class LogTail {

    private static final int MOST_BYTES = 16 * 1024;
    private static final int MOST_LINES = 30;

    private LogTail() {}

    /**
     * The last lines of a file, without the trailing line break.
     *
     * @param from nothing before this byte is shown
     */
    static String of(Path log, long from) {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            long start = Math.max(from, channel.size() - MOST_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - start));
            channel.position(start);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Reads on until the buffer is full or the file ends.
            }
            List<String> lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
