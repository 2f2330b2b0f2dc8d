package intaglio.frontend.arrays;

import intaglio.diag.Printable;
import intaglio.frontend.torch.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One array of numpy: {@code \x93NUMPY}, two bytes of version, the length of the header (2 bytes, from version 2 on 4), the
 * header as text of a dict with {@code descr}, {@code fortran_order} and {@code shape}, then the elements.
 */
final class NpyArray {

    private static final String AGAIN = "save it again with numpy.savez";
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LENGTH_AT = 8;

    private static final Map<String, ElementType> TYPES = Map.of(
            "f8", ElementType.DOUBLE,
            "f4", ElementType.FLOAT,
            "f2", ElementType.HALF,
            "i1", ElementType.INT8,
            "u1", ElementType.UINT8,
            "i2", ElementType.INT16,
            "i4", ElementType.INT32,
            "i8", ElementType.INT64);

    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=])([a-zA-Z]\\w{0,8})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE =
            Pattern.compile("'shape':\\s*\\(((?:\\d{1,9}\\s*,\\s*){0,9}(?:\\d{1,9}\\s*)?)\\)");

    private NpyArray() {}

    /** Adds the array of an {@code .npy} file, or a problem. */
    static void add(NamedArrays arrays, String name, byte[] bytes) {
        int lengthBytes = bytes.length > LENGTH_AT && bytes[6] >= 2 ? Integer.BYTES : Short.BYTES;
        int start = LENGTH_AT + lengthBytes;
        if (bytes.length < start || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            arrays.problem(name, "is no numpy array", AGAIN);
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = lengthBytes == Short.BYTES
                ? buffer.getShort(LENGTH_AT) & 0xffff
                : buffer.getInt(LENGTH_AT) & 0xffffffffL;
        if (length > bytes.length - start) {
            arrays.problem(
                    name,
                    "has a header of " + length + " bytes, but only " + (bytes.length - start) + " follow",
                    AGAIN);
            return;
        }
        String header = new String(bytes, start, (int) length, StandardCharsets.ISO_8859_1);
        int data = start + (int) length;
        add(arrays, name, header, buffer.slice(data, bytes.length - data));
    }

    private static void add(NamedArrays arrays, String name, String header, ByteBuffer elements) {
        Matcher type = TYPE.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!type.find() || !order.find() || !shape.find()) {
            arrays.problem(name, "has the header " + Printable.of(header) + ", which is not understood", AGAIN);
            return;
        }
        ElementType elementType = TYPES.get(type.group(2));
        if (elementType == null) {
            arrays.problem(
                    name,
                    "has elements of type '" + type.group(2) + "'"
                            + (type.group(2).equals("O") ? " (pickled objects)" : "") + ", which is not read",
                    "store it with .astype('float32')");
            return;
        }
        long[] sizes = Arrays.stream(shape.group(1).split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        if (!arrays.fits(sizes, elementType, elements.limit())) {
            arrays.problem(
                    name,
                    "has " + elements.limit() + " bytes, which do not fit its shape " + Arrays.toString(sizes) + " of "
                            + type.group(2),
                    AGAIN);
            return;
        }
        ByteOrder byteOrder = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        arrays.add(name, elementType, sizes, order.group(1).equals("True"), elements.order(byteOrder));
    }
}
