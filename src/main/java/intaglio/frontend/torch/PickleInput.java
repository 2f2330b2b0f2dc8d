package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;

/** The bytes of a pickle. Reads are checked against the end, lengths against a limit, before memory is used. */
final class PickleInput {

    static final String DAMAGED = "the file is cut off or damaged: save or download it again";

    private static final int MAX_STRING_BYTES = 1 << 20;
    private static final int MAX_LINE_BYTES = 256;
    private static final int MAX_INTEGER_BYTES = 16;

    private final ByteBuffer bytes;
    private final String where;
    private int opcodeOffset;

    /** Reads from the buffer's position on. */
    PickleInput(ByteBuffer bytes, String where) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.where = where;
    }

    /** A failure at the current opcode. */
    IntaglioException failure(String what, String help) {
        return IntaglioException.badInput(where + ", pickle offset " + opcodeOffset, what, help);
    }

    int opcode() {
        opcodeOffset = bytes.position();
        return unsigned(1);
    }

    /** Unsigned integer of 1 or 2 bytes. */
    int unsigned(int size) {
        need(size);
        return size == 1 ? bytes.get() & 0xff : bytes.getShort() & 0xffff;
    }

    int signed32() {
        need(Integer.BYTES);
        return bytes.getInt();
    }

    double bigEndianDouble() {
        need(Double.BYTES);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    /** A length field of 1, 4 or 8 bytes. */
    long length(int size) {
        need(size);
        return switch (size) {
            case 1 -> bytes.get() & 0xff;
            case 4 -> bytes.getInt() & 0xffffffffL;
            default -> bytes.getLong();
        };
    }

    /** A string with a length field of {@code lengthBytes} before it. */
    String string(int lengthBytes, Charset charset) {
        long length = length(lengthBytes);
        if (length < 0 || length > MAX_STRING_BYTES) {
            throw failure(
                    "a string of " + Long.toUnsignedString(length) + " bytes, at most " + MAX_STRING_BYTES
                            + " are read",
                    "save only the weights: torch.save(model.state_dict(), 'model.pth')");
        }
        return new String(take((int) length), charset);
    }

    /** Passes over binary data, which no tensor needs. */
    void skip(long length) {
        need(length);
        bytes.position(bytes.position() + (int) length);
    }

    /** An integer of {@code size} little-endian bytes: a Long where it fits. */
    Object integer(long size) {
        if (size < 0 || size > MAX_INTEGER_BYTES) {
            throw failure(
                    "an integer of " + Long.toUnsignedString(size) + " bytes, at most " + MAX_INTEGER_BYTES
                            + " are read",
                    DAMAGED);
        }
        byte[] little = take((int) size);
        byte[] big = new byte[little.length + 1];
        big[0] = (byte) (little.length > 0 && little[little.length - 1] < 0 ? -1 : 0);
        for (int i = 0; i < little.length; i++) {
            big[big.length - 1 - i] = little[i];
        }
        BigInteger value = new BigInteger(big);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    /** ASCII text up to the next newline, which is taken, too. */
    String line() {
        StringBuilder text = new StringBuilder();
        for (int c = unsigned(1); c != '\n'; c = unsigned(1)) {
            text.append((char) c);
            if (text.length() > MAX_LINE_BYTES) {
                throw failure("a name of more than " + MAX_LINE_BYTES + " bytes", DAMAGED);
            }
        }
        return text.toString();
    }

    private byte[] take(int length) {
        need(length);
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private void need(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw failure(
                    "needs " + Long.toUnsignedString(count) + " more bytes, but only " + bytes.remaining()
                            + " are left",
                    DAMAGED);
        }
    }

    static String printable(String text) {
        return Printable.of(text);
    }
}
