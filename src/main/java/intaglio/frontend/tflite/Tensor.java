package intaglio.frontend.tflite;

import intaglio.frontend.layer.HalfFloat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A tensor of a graph.
 *
 * @param name as the file has it
 * @param shape with the batch; -1 where a size is free
 * @param type null where it is none that is read
 * @param typeNumber the type as the file has it
 * @param data its elements where it is a constant, little-endian and as many as the shape says; else null
 * @param quantization where the integers stand for real numbers
 */
record Tensor(
        String name,
        int[] shape,
        TensorType type,
        int typeNumber,
        ByteBuffer data,
        Optional<Quantization> quantization) {

    boolean isConstant() {
        return data != null;
    }

    /** Whether its elements are bytes that stand for real numbers. */
    boolean isQuantized() {
        return type != null && type.isByte() && quantization.isPresent();
    }

    int elements() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    int rank() {
        return shape.length;
    }

    /** The integers of a constant; null where it holds other numbers. */
    long[] integers() {
        if (data == null || type == null || type.isFloat()) {
            return null;
        }
        long[] values = new long[elements()];
        Arrays.setAll(values, i -> switch (type) {
            case UINT8 -> data.get(i) & 0xff;
            case INT8, BOOL -> data.get(i);
            case INT32 -> data.getInt(4 * i);
            default -> data.getLong(8 * i);
        });
        return values;
    }

    /** The real numbers of a constant: its floats, or what its integers stand for; null where they stand for none. */
    float[] reals() {
        long[] integers = integers();
        if (data == null || type == null || (integers != null && quantization.isEmpty())) {
            return null;
        }
        float[] values = new float[elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integers != null
                    ? real(integers[i], i)
                    : type == TensorType.FLOAT32 ? data.getFloat(4 * i) : HalfFloat.toFloat(data.getShort(2 * i));
        }
        return values;
    }

    private float real(long integer, int element) {
        Quantization quantized = quantization.orElseThrow();
        int behind = Arrays.stream(shape, Math.min(quantized.axis() + 1, shape.length), shape.length)
                .reduce(1, (a, b) -> a * b);
        int channel = quantized.isPerTensor() ? 0 : element / behind % shape[quantized.axis()];
        return (integer - quantized.zeroPoint(channel)) * quantized.scale(channel);
    }
}
