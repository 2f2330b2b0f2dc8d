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
        return withIntegers(other, axis);
    }

    /** Other integers of the same scales, which belong to another axis. */
    QuantizedTensor withIntegers(long[] other, int otherAxis) {
        return new QuantizedTensor(source, other, type, scales, zeroPoints, otherAxis);
    }

    /**
     * What is left of the real numbers once those of each output channel, the first axis, are multiplied by a number. Below 0
     * it exchanges the order of the integers; where it is 0 they are the zero point.
     */
    QuantizedTensor multiplied(double[] by) {
        long[] values = integers.length == 1 ? filled(integers[0], by.length) : integers.clone();
        long[] zeros = zeroPoints.length == 1 ? filled(zeroPoints[0], by.length) : zeroPoints.clone();
        float[] factors = new float[by.length];
        int perChannel = values.length / by.length;
        long mirror = type == ElementType.UINT8 ? type.highest() : -1;
        for (int channel = 0; channel < by.length; channel++) {
            factors[channel] = by[channel] == 0
                    ? 1
                    : (float) (scales[Math.min(channel, scales.length - 1)] * Math.abs(by[channel]));
            long zero = zeros[Math.min(channel, zeros.length - 1)];
            for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
                values[i] = by[channel] == 0 ? zero : by[channel] < 0 ? mirror - values[i] : values[i];
            }
            zeros[channel] = by[channel] < 0 ? mirror - zero : zero;
        }
        return new QuantizedTensor(source, values, type, factors, zeros, 0);
    }

    private static long[] filled(long value, int count) {
        long[] all = new long[count];
        Arrays.fill(all, value);
        return all;
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
