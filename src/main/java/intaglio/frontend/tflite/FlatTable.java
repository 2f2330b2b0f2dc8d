package intaglio.frontend.tflite;

import com.google.flatbuffers.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A table of a FlatBuffer, its fields read by their numbers in the schema. Each read is checked: an offset or a length
 * that leads out of the file is a {@link DamagedTableException}.
 */
final class FlatTable extends Table {

    /** Of any vector of numbers that is not the data of a tensor, and of any vector of tables. */
    static final int MAX_ENTRIES = 1 << 16;

    private static final int MAX_TEXT = 1 << 12;

    private FlatTable(int position, ByteBuffer bytes) {
        try {
            __reset(position, bytes);
        } catch (IndexOutOfBoundsException e) {
            throw new DamagedTableException("a table at byte " + Integer.toUnsignedString(position));
        }
    }

    /** The table that the file begins with. */
    static FlatTable root(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        return new FlatTable(bytes.getInt(0), bytes);
    }

    /** Reads a value at a place in the file; {@code otherwise} where the field is not there. */
    private <T> T read(int field, T otherwise, IntFunction<T> at) {
        try {
            int offset = __offset(4 + 2 * field);
            return offset == 0 ? otherwise : at.apply(bb_pos + offset);
        } catch (IndexOutOfBoundsException e) {
            throw new DamagedTableException("field " + field + " of the table at byte " + bb_pos);
        }
    }

    boolean has(int field) {
        return read(field, false, at -> true);
    }

    /** A field of 32 bits. */
    int integer(int field, int otherwise) {
        return read(field, otherwise, bb::getInt);
    }

    /** A field of 64 bits. */
    long wide(int field) {
        return read(field, 0L, bb::getLong);
    }

    /** A field of 8 bits, signed. */
    int octet(int field) {
        return read(field, 0, at -> (int) bb.get(at));
    }

    boolean flag(int field) {
        return octet(field) != 0;
    }

    float real(int field, float otherwise) {
        return read(field, otherwise, bb::getFloat);
    }

    /** A string, its start where it is long; empty where it is not there. */
    String text(int field) {
        ByteBuffer bytes = bytes(field);
        byte[] start = new byte[Math.min(MAX_TEXT, bytes.remaining())];
        bytes.get(start);
        return new String(start, StandardCharsets.UTF_8);
    }

    /** A vector of bytes, not copied; empty where it is not there. */
    ByteBuffer bytes(int field) {
        return vector(field, 1, Integer.MAX_VALUE);
    }

    /** A vector of 32-bit integers; empty where it is not there. */
    int[] integers(int field) {
        ByteBuffer vector = vector(field, Integer.BYTES, MAX_ENTRIES);
        int[] values = new int[vector.remaining() / Integer.BYTES];
        vector.asIntBuffer().get(values);
        return values;
    }

    /** A vector of 64-bit integers; empty where it is not there. */
    long[] longs(int field) {
        ByteBuffer vector = vector(field, Long.BYTES, MAX_ENTRIES);
        long[] values = new long[vector.remaining() / Long.BYTES];
        vector.asLongBuffer().get(values);
        return values;
    }

    /** A vector of floats; empty where it is not there. */
    float[] reals(int field) {
        ByteBuffer vector = vector(field, Float.BYTES, MAX_ENTRIES);
        float[] values = new float[vector.remaining() / Float.BYTES];
        vector.asFloatBuffer().get(values);
        return values;
    }

    /** Another table; null where it is not there. */
    FlatTable table(int field) {
        return read(field, null, at -> new FlatTable(__indirect(at), bb));
    }

    /** A vector of tables; empty where it is not there. */
    List<FlatTable> tables(int field) {
        ByteBuffer vector = vector(field, Integer.BYTES, MAX_ENTRIES);
        int count = vector.remaining() / Integer.BYTES;
        int start = count == 0 ? 0 : read(field, 0, at -> __vector(at - bb_pos));
        List<FlatTable> tables = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tables.add(new FlatTable(start + Integer.BYTES * i + vector.getInt(Integer.BYTES * i), bb));
        }
        return tables;
    }

    private ByteBuffer vector(int field, int size, int most) {
        ByteBuffer none = ByteBuffer.allocate(0);
        return read(field, none, at -> {
            int start = __vector(at - bb_pos);
            int length = __vector_len(at - bb_pos);
            if (length < 0 || length > most || start < 0 || start + (long) length * size > bb.capacity()) {
                throw new DamagedTableException("field " + field + " of the table at byte " + bb_pos + " has "
                        + Integer.toUnsignedString(length) + " entries");
            }
            return bb.slice(start, length * size).order(ByteOrder.LITTLE_ENDIAN);
        });
    }
}
