package intaglio.data;

import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Header of an IDX file: two zero bytes, the element type (8 = unsigned byte), the number of dimensions, then one
 * big-endian 32-bit size per dimension. The data follows, row-major.
 *
 * @param sizes one per dimension, 0 or more
 */
record IdxHeader(int[] sizes) {

    private static final int UNSIGNED_BYTE = 8;

    /** Reads the header; {@code ranks} are the numbers of dimensions that make sense here. */
    static IdxHeader read(ByteSource source, Path file, String content, int... ranks) throws IOException {
        byte[] magic = source.read(4);
        int rank = magic.length == 4 ? magic[3] : -1;
        boolean known = Arrays.stream(ranks).anyMatch(r -> r == rank);
        if (!known || magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "not an IDX file of " + content + ": bytes 0..3 are " + hex(magic) + ", expected " + magics(ranks),
                    "give the IDX file of " + content + " (unsigned bytes), plain or gzip-compressed");
        }
        byte[] raw = source.read(4 * rank);
        if (raw.length < 4 * rank) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "IDX header is cut off: it has " + (4 + raw.length) + " of " + (4 + 4 * rank) + " bytes",
                    "download the file again");
        }
        int[] sizes = new int[rank];
        ByteBuffer.wrap(raw).asIntBuffer().get(sizes);
        for (int i = 0; i < rank; i++) {
            if (sizes[i] < 0) {
                throw IntaglioException.badInput(
                        file.toString(),
                        "IDX dimension " + i + " at offset " + (4 + 4 * i) + " is "
                                + Integer.toUnsignedString(sizes[i]) + ", at most " + Integer.MAX_VALUE
                                + " is possible",
                        "the header is damaged: download the file again");
            }
        }
        return new IdxHeader(sizes);
    }

    /** Number of images or labels. */
    int count() {
        return sizes[0];
    }

    /**
     * Reads the first {@code wanted} of the {@link #count()} items. Checks the size of the whole data where that needs
     * no decompression or all items are wanted.
     */
    byte[] readItems(ByteSource source, Path file, int wanted, int itemBytes) throws IOException {
        long start = source.offset();
        long declared = start + (long) count() * itemBytes;
        if (source.size() >= 0 && source.size() != declared) {
            throw wrongSize(file, source, source.size(), declared, itemBytes);
        }
        byte[] items = source.read(Math.multiplyExact(wanted, itemBytes));
        if (items.length < (long) wanted * itemBytes) {
            throw wrongSize(file, source, source.offset(), declared, itemBytes);
        }
        if (wanted == count() && source.read(1).length > 0) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "trailing data from offset " + declared + ", where " + count() + " items of " + itemBytes
                            + " bytes end",
                    "the header and the data do not belong together: make the file again");
        }
        return items;
    }

    private IntaglioException wrongSize(Path file, ByteSource source, long found, long declared, int itemBytes) {
        String what = found < declared ? "short data: ends at offset " : "trailing data: ends at offset ";
        return IntaglioException.badInput(
                file.toString(),
                what + found + " of " + declared + " " + source.unit() + " (the header says " + count() + " items of "
                        + itemBytes + " bytes)",
                "download or make the file again");
    }

    private static String magics(int[] ranks) {
        return Arrays.stream(ranks)
                .mapToObj(rank -> hex(new byte[] {0, 0, UNSIGNED_BYTE, (byte) rank}))
                .collect(Collectors.joining(" or "));
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(text.length() == 0 ? "" : " ").append(String.format("%02x", b & 0xff));
        }
        return bytes.length == 0 ? "missing (the file is empty)" : text.toString();
    }
}
