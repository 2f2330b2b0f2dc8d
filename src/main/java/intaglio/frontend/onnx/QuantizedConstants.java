package intaglio.frontend.onnx;

import java.util.Arrays;

/**
 * QuantizeLinear, DequantizeLinear and Clip of constants: the weights of a quantized model. Trained with fake
 * quantization they are floats that the file quantizes, clips to fewer bits and dequantizes again.
 */
final class QuantizedConstants {

    private QuantizedConstants() {}

    /**
     * In float32 as ONNX says: {@code saturate(round half to even (x / scale) + zeroPoint)}; unreadable
     * where reported.
     */
    static Constant quantize(Node node, Constant from) {
        QuantizeParameters parameters = QuantizeParameters.read(node, from.dims(), null);
        if (parameters == null || from.floats() == null) {
            return Constant.unreadable(from.name(), from.dims());
        }
        long[] integers = new long[from.floats().length];
        for (int i = 0; i < integers.length; i++) {
            int channel = channel(parameters.scales().length, parameters.axis(), from.dims(), i);
            double steps = Math.rint(from.floats()[i] / parameters.scales()[channel]);
            double moved = steps + parameters.zeroPoints()[channel];
            integers[i] = (long) Math.max(
                    (double) parameters.type().lowest(),
                    Math.min((double) parameters.type().highest(), moved));
        }
        return new Constant(from.name(), from.dims(), null, integers, parameters.type(), null);
    }

    /** {@code (q - zeroPoint) * scale} in float32; unreadable where reported. */
    static Constant dequantize(Node node, Constant from) {
        if (from.integers() == null || from.type() == null) {
            node.problem("dequantizes floating-point numbers", "export the model again");
            return Constant.unreadable(from.name(), from.dims());
        }
        QuantizeParameters parameters = QuantizeParameters.read(node, from.dims(), from.type());
        if (parameters == null) {
            return Constant.unreadable(from.name(), from.dims());
        }
        float[] values = new float[from.integers().length];
        for (int i = 0; i < values.length; i++) {
            int channel = channel(parameters.scales().length, parameters.axis(), from.dims(), i);
            values[i] = (from.integers()[i] - parameters.zeroPoints()[channel])
                    * parameters.scales()[channel];
        }
        QuantizedTensor quantized = new QuantizedTensor(
                from.name(),
                from.integers(),
                from.type(),
                parameters.scales(),
                parameters.zeroPoints(),
                parameters.axis());
        return new Constant(from.name(), from.dims(), values, null, null, quantized);
    }

    /** Quantized and dequantized at once. */
    static Constant quantize(QuantParameters parameters, Constant from) {
        float[] values = new float[from.floats().length];
        long[] integers = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            int channel = channel(parameters.scales().length, parameters.axis(), from.dims(), i);
            integers[i] = parameters.integer(from.floats()[i], channel);
            values[i] = (integers[i] - parameters.zeroPoints()[channel])
                    * parameters.scales()[channel];
        }
        QuantizedTensor quantized = new QuantizedTensor(
                from.name(),
                integers,
                parameters.type(),
                parameters.scales(),
                parameters.zeroPoints(),
                parameters.axis());
        return new Constant(from.name(), from.dims(), values, null, null, quantized);
    }

    /** Clip of integers; null where it is not one. */
    static Constant clip(Node node, String name, Constant from) {
        Long low = QuantizedClip.limit(node, 1, Long.MIN_VALUE);
        Long high = QuantizedClip.limit(node, 2, Long.MAX_VALUE);
        if (from.integers() == null || low == null || high == null) {
            return null;
        }
        long[] clipped = Arrays.stream(from.integers())
                .map(value -> Math.max(low, Math.min(high, value)))
                .toArray();
        return new Constant(name, from.dims(), null, clipped, from.type(), null);
    }

    /** Index of the scale of a flat element. */
    private static int channel(int scales, int axis, int[] dims, int element) {
        if (scales == 1) {
            return 0;
        }
        int behind = Arrays.stream(dims, axis + 1, dims.length).reduce(1, (a, b) -> a * b);
        return element / behind % dims[axis];
    }
}
