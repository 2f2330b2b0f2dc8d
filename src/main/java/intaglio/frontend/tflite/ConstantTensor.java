package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.onnx.OnnxGraphBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A constant as ONNX has it, perhaps with its axes in another order.
 *
 * @param from as the file has it
 * @param order axis i of this one is axis {@code order[i]} of the file's
 */
record ConstantTensor(Tensor from, int... order) {

    ConstantTensor(Tensor from) {
        this(from, axes(from.rank()));
    }

    private static int[] axes(int rank) {
        int[] axes = new int[rank];
        Arrays.setAll(axes, i -> i);
        return axes;
    }

    ConstantTensor permuted(int... axes) {
        return new ConstantTensor(from, axes);
    }

    private long[] sizes() {
        return Arrays.stream(order).mapToLong(axis -> from.shape()[axis]).toArray();
    }

    /** Where each element is in the file. */
    private int[] places() {
        int rank = order.length;
        int[] steps = new int[rank];
        int step = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            steps[axis] = step;
            step *= from.shape()[axis];
        }
        int[] places = new int[from.elements()];
        int[] index = new int[rank];
        int place = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = place;
            for (int axis = rank - 1; axis >= 0; axis--) {
                place += steps[order[axis]];
                if (++index[axis] < from.shape()[order[axis]]) {
                    break;
                }
                place -= index[axis] * steps[order[axis]];
                index[axis] = 0;
            }
        }
        return places;
    }

    /** A float32 constant; integers as the real numbers that they stand for. */
    String real(OnnxGraphBuilder onnx, String name) {
        float[] reals = from.reals();
        int[] places = places();
        float[] values = new float[places.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = reals[places[i]];
        }
        return onnx.floats(name, values, sizes());
    }

    /** The bytes and a DequantizeLinear; floats as they are. */
    String quantized(OnnxGraphBuilder onnx, String name) {
        if (!from.isQuantized()) {
            return real(onnx, name);
        }
        long[] integers = from.integers();
        Quantization quantization = from.quantization().orElseThrow();
        int[] places = places();
        byte[] bytes = new byte[places.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) integers[places[i]];
        }
        int axis = 0;
        while (axis < order.length - 1 && order[axis] != quantization.axis()) {
            axis++;
        }
        String constant = onnx.constant(name, type(from), bytes, sizes());
        return dequantized(onnx, constant, from.type(), quantization, axis);
    }

    /** A DequantizeLinear. */
    static String dequantized(
            OnnxGraphBuilder onnx, String integers, TensorType type, Quantization quantization, int axis) {
        return onnx.node(
                "DequantizeLinear",
                integers + "/dequantized",
                scales(onnx, integers, type, quantization),
                OnnxGraphBuilder.integer("axis", axis));
    }

    /** What a QuantizeLinear or DequantizeLinear reads: the tensor, the scale, the zero point. */
    static List<String> scales(OnnxGraphBuilder onnx, String tensor, TensorType type, Quantization quantization) {
        float[] scales = quantization.scales();
        byte[] zeroPoints = new byte[scales.length];
        for (int i = 0; i < zeroPoints.length; i++) {
            zeroPoints[i] = (byte) quantization.zeroPoint(i);
        }
        long[] sizes = scales.length == 1 ? new long[0] : new long[] {scales.length};
        return List.of(
                tensor,
                onnx.floats(tensor + "/scale", scales, sizes),
                onnx.constant(
                        tensor + "/zero_point",
                        type == TensorType.INT8 ? DataType.INT8 : DataType.UINT8,
                        zeroPoints,
                        sizes));
    }

    /** Biases in steps of the accumulator. */
    static String bias(OnnxGraphBuilder onnx, String name, long[] values, float... scales) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(value -> raw.putInt((int) value));
        String constant = onnx.constant(name, DataType.INT32, raw.array(), values.length);
        long[] sizes = scales.length == 1 ? new long[0] : new long[] {scales.length};
        return onnx.node(
                "DequantizeLinear",
                name + "/dequantized",
                List.of(constant, onnx.floats(name + "/scale", scales, sizes)),
                OnnxGraphBuilder.integer("axis", 0));
    }

    private static DataType type(Tensor tensor) {
        return tensor.type() == TensorType.INT8 ? DataType.INT8 : DataType.UINT8;
    }
}
