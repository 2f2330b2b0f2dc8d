package intaglio.frontend.onnx;

import java.util.Arrays;

/**
 * Integers that DequantizeLinear turns into {@code scale * (q - zeroPoint)}.
 *
 * @param source name of the tensor in the file that they came from
 * @param integers q, in row-major order
 * @param type of the integers
 * @param scales one, or one for each index along the axis
 * @param zeroPoints likewise
 * @param axis that the scales belong to; of no use where there is one
 */
record QuantizedTensor(String source, long[] integers, ElementType type, float[] scales, long[] zeroPoints, int axis) {

    /** What is added to an integer of a type to make it unsigned. */
    static int offset(ElementType type) {
        return type == ElementType.INT8 ? 128 : 0;
    }

    boolean isBytes() {
        return type == ElementType.INT8 || type == ElementType.UINT8;
    }

    /** Whether there is one scale, or one for each index along the axis. */
    boolean isAlong(int wanted) {
        return scales.length == 1 || axis == wanted;
    }

    /** The matrix with rows and columns exchanged. */
    QuantizedTensor transposed(int rows, int columns) {
        long[] exchanged = new long[integers.length];
        for (int i = 0; i < exchanged.length; i++) {
            exchanged[i] = integers[i % rows * columns + i / rows];
        }
        return new QuantizedTensor(source, exchanged, type, scales, zeroPoints, 1 - axis);
    }

    /** Other integers of the same scales. */
    QuantizedTensor withIntegers(long[] other) {
        return new QuantizedTensor(source, other, type, scales, zeroPoints, axis);
    }

    /** The integers as uint8. */
    int[] bytes() {
        return moved(integers);
    }

    /** The zero points of {@link #bytes}. */
    int[] byteZeroPoints() {
        return moved(zeroPoints);
    }

    private int[] moved(long[] values) {
        return Arrays.stream(values)
                .mapToInt(value -> (int) value + offset(type))
                .toArray();
    }

    double[] realScales() {
        double[] real = new double[scales.length];
        Arrays.setAll(real, i -> scales[i]);
        return real;
    }
}
