package intaglio.frontend.torch;

import intaglio.diag.Problems;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tensor as a pickle describes it: a window on a storage. Element {@code (i, j, ...)} is storage element
 * {@code offset + i * strides[0] + j * strides[1] + ...}.
 *
 * @param quantized what the integers of a quantized tensor stand for; null for any other
 */
public record TensorView(
        StorageReference storage, long offset, long[] shape, long[] strides, Dequantization quantized) {

    /** Elements that stand for themselves. */
    public TensorView(StorageReference storage, long offset, long[] shape, long[] strides) {
        this(storage, offset, shape, strides, null);
    }

    private static final int MAX_RANK = 8;

    /** What makes the view impossible, or null. Nothing else may be asked of an impossible view. */
    public String problem() {
        if (shape.length > MAX_RANK || shape.length != strides.length) {
            return "has " + shape.length + " sizes and " + strides.length + " strides, at most " + MAX_RANK
                    + " of each are read and they must be as many";
        }
        long last = offset;
        boolean bad = !isIndex(offset);
        boolean empty = false;
        for (int d = 0; d < shape.length && !bad; d++) {
            bad = !isIndex(shape[d]) || !isIndex(strides[d]);
            empty |= shape[d] == 0;
            // One product is below 2^62; the sum stops growing far beyond any real storage, before it could overflow.
            last = bad || empty ? last : Math.min(last + (shape[d] - 1) * strides[d], 1L << 40);
        }
        if (bad) {
            return "has an impossible view: offset " + offset + ", sizes " + Arrays.toString(shape) + ", strides "
                    + Arrays.toString(strides) + " (all must be in 0.." + Integer.MAX_VALUE + ")";
        }
        if (!empty && last >= storage.elements()) {
            return "reaches element " + last + " of storage '" + storage.key() + "', which has " + storage.elements();
        }
        return null;
    }

    private static boolean isIndex(long value) {
        return 0 <= value && value <= Integer.MAX_VALUE;
    }

    /** Number of elements, or {@link Long#MAX_VALUE} where there are absurdly many. */
    public long elements() {
        long elements = 1;
        for (long size : shape) {
            if (size != 0 && elements > Long.MAX_VALUE / size) {
                return Long.MAX_VALUE;
            }
            elements *= size;
        }
        return elements;
    }

    public int[] intShape() {
        return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * Copies the elements in row-major order.
     *
     * @param bytes the whole storage, in its byte order
     * @param where name of the tensor, for problems
     */
    public float[] values(ByteBuffer bytes, String where, Problems problems) {
        float[] values = new float[Math.toIntExact(elements())];
        long[] index = new long[shape.length];
        int inexact = 0;
        for (int i = 0; i < values.length; i++) {
            double value = element(bytes, index);
            values[i] = (float) value;
            inexact += storage.type().losesDigits(value) ? 1 : 0;
            for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
                index[d] = 0;
            }
        }
        if (inexact > 0) {
            problems.add(
                    where,
                    inexact + " of its " + values.length + " integers are beyond " + ElementType.EXACT_INTEGER_LIMIT
                            + ", where 32-bit floats stop being exact",
                    "store it as smaller integers or as floats");
        }
        return values;
    }

    private double element(ByteBuffer bytes, long[] index) {
        long position = offset;
        for (int d = 0; d < index.length; d++) {
            position += index[d] * strides[d];
        }
        return storage.type()
                .read(bytes, Math.toIntExact(position * storage.type().bytes()));
    }
}
