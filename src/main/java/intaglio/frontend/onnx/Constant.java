package intaglio.frontend.onnx;

import java.util.Arrays;

/**
 * A tensor whose values are known: an initializer, a Constant node, or what is computed from the shape of the data.
 *
 * @param name its name in the graph
 * @param dims one size per dimension; empty for a scalar
 * @param floats the values of a floating-point tensor in row-major order; null for integers and unreadable tensors
 * @param integers the values of an integer or boolean tensor; null for the others
 * @param type of the integers; null where it does not matter
 * @param quantized the integers that the floats came from by DequantizeLinear; null where there are none
 */
record Constant(String name, int[] dims, float[] floats, long[] integers, ElementType type, QuantizedTensor quantized) {

    /** Stands for the batch size in an integer tensor, whatever it is. */
    static final long BATCH = Long.MIN_VALUE;

    Constant(String name, int[] dims, float[] floats, long[] integers) {
        this(name, dims, floats, integers, null, null);
    }

    static Constant ofIntegers(String name, long... values) {
        return new Constant(name, new int[] {values.length}, null, values);
    }

    /** One whose values could not be read, which has been reported. */
    static Constant unreadable(String name, int... dims) {
        return new Constant(name, dims, null, null);
    }

    Constant withName(String other) {
        return new Constant(other, dims, floats, integers, type, quantized);
    }

    boolean isReadable() {
        return floats != null || integers != null;
    }

    int elements() {
        return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    String shapeText() {
        return Text.shape(dims);
    }
}
