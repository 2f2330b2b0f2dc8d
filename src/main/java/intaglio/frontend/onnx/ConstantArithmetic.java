package intaglio.frontend.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The little arithmetic that exporters put around constants: {@code x.view(x.size(0), -1)} becomes Shape, Gather,
 * Unsqueeze, Concat and Reshape. The batch size in it is {@link Constant#BATCH}.
 */
final class ConstantArithmetic {

    private ConstantArithmetic() {}

    /** {@code Shape} of the data; null where their shape is unknown. */
    static Constant shape(Node node, int[] dims) {
        if (dims == null) {
            return null;
        }
        long[] sizes = LongStream.concat(
                        LongStream.of(Constant.BATCH), Arrays.stream(dims).asLongStream())
                .toArray();
        int start = clamped(node.integer("start", 0), sizes.length);
        int end = Math.max(start, clamped(node.integer("end", sizes.length), sizes.length));
        return Constant.ofIntegers(node.outputs().get(0), Arrays.copyOfRange(sizes, start, end));
    }

    /** The result of a node whose inputs are all constants, or null where it is none of the few that are known. */
    static Constant evaluate(Node node) {
        String name = node.outputs().get(0);
        Constant first = node.constant(0);
        if (first == null || !first.isReadable()) {
            return null;
        }
        return switch (node.op()) {
            case "Identity" -> first.withName(name);
            case "Cast" -> cast(node, name, first);
            case "QuantizeLinear" -> QuantizedConstants.quantize(node, first).withName(name);
            case "DequantizeLinear" ->
                QuantizedConstants.dequantize(node, first).withName(name);
            case "Quant", "BipolarQuant" ->
                QuantOperator.ofConstant(node, first).withName(name);
            case "Clip" -> QuantizedConstants.clip(node, name, first);
            case "Gather" -> gather(node, name, first);
            case "Concat" -> concat(node, name);
            case "Slice" -> slice(node, name, first);
            case "Unsqueeze" -> named(name, TensorArithmetic.axes(node, first, true));
            case "Squeeze" -> named(name, TensorArithmetic.axes(node, first, false));
            case "Transpose" -> named(name, TensorArithmetic.transpose(node, first));
            case "Reshape" -> named(name, TensorArithmetic.reshape(node, first));
            case "Add", "Sub", "Mul", "Div", "Pow" ->
                node.constant(1) == null
                        ? null
                        : named(name, TensorArithmetic.binary(node.op(), first, node.constant(1)));
            case "Shape" ->
                Constant.ofIntegers(
                        name, Arrays.stream(first.dims()).asLongStream().toArray());
            default -> null;
        };
    }

    private static Constant named(String name, Constant constant) {
        return constant == null ? null : constant.withName(name);
    }

    /** Integers to an integer type that holds them, or to floats; floats to float32 or float64. */
    private static Constant cast(Node node, String name, Constant from) {
        ElementType type = ElementType.of((int) node.integer("to", 0));
        boolean exact = type == ElementType.FLOAT || type == ElementType.DOUBLE;
        if (from.integers() == null) {
            return exact ? from.withName(name) : null;
        }
        boolean batch = Arrays.stream(from.integers()).anyMatch(value -> value == Constant.BATCH);
        if (exact && !batch) {
            float[] values = new float[from.integers().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = from.integers()[i];
            }
            return new Constant(name, from.dims(), values, null);
        }
        if (type == null || type.isFloating()) {
            return new Constant(name, from.dims(), null, from.integers());
        }
        boolean fits = Arrays.stream(from.integers())
                .allMatch(value -> value == Constant.BATCH || (type.lowest() <= value && value <= type.highest()));
        return fits ? new Constant(name, from.dims(), null, from.integers(), type, null) : null;
    }

    private static Constant gather(Node node, String name, Constant from) {
        Constant indices = node.constant(1);
        if (!isList(from) || indices == null || indices.integers() == null || node.integer("axis", 0) != 0) {
            return null;
        }
        long[] taken = new long[indices.elements()];
        for (int i = 0; i < taken.length; i++) {
            long index = indices.integers()[i];
            index += index < 0 ? from.elements() : 0;
            if (index < 0 || index >= from.elements()) {
                return null;
            }
            taken[i] = from.integers()[(int) index];
        }
        return new Constant(name, indices.dims(), null, taken);
    }

    private static Constant concat(Node node, String name) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Constant part = node.constant(i);
            if (part == null || !isList(part)) {
                return null;
            }
            Arrays.stream(part.integers()).forEach(all::add);
        }
        return Constant.ofIntegers(name, all.stream().mapToLong(Long::longValue).toArray());
    }

    private static Constant slice(Node node, String name, Constant from) {
        boolean inputs = node.opset() >= 10;
        long[] start = inputs ? single(node, 1) : node.integers("starts");
        long[] end = inputs ? single(node, 2) : node.integers("ends");
        long[] axis = inputs ? node.hasInput(3) ? single(node, 3) : new long[1] : node.integers("axes");
        axis = !inputs && axis == null ? new long[1] : axis;
        long[] step = node.hasInput(4) ? single(node, 4) : new long[] {1};
        boolean plain = isList(from)
                && start != null
                && end != null
                && axis != null
                && step != null
                && start.length == 1
                && end.length == 1
                && axis.length == 1
                && axis[0] == 0
                && step[0] == 1;
        if (!plain) {
            return null;
        }
        int first = clamped(start[0], from.elements());
        int last = Math.max(first, clamped(end[0], from.elements()));
        return Constant.ofIntegers(name, Arrays.copyOfRange(from.integers(), first, last));
    }

    /** A matrix of floats with rows and columns exchanged. */
    static Constant transpose(Constant matrix) {
        int rows = matrix.dims()[0];
        int columns = matrix.dims()[1];
        float[] values = new float[matrix.floats().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = matrix.floats()[i % rows * columns + i / rows];
        }
        QuantizedTensor quantized =
                matrix.quantized() == null ? null : matrix.quantized().transposed(rows, columns);
        return new Constant(matrix.name(), new int[] {columns, rows}, values, null, null, quantized);
    }

    private static boolean isList(Constant constant) {
        return constant.integers() != null && constant.dims().length == 1;
    }

    /** An input with one integer, or null. */
    private static long[] single(Node node, int input) {
        Constant constant = node.constant(input);
        return constant != null && constant.integers() != null && constant.elements() == 1 ? constant.integers() : null;
    }

    /** An index as Python's slices have it: from the end where negative, within 0..length. */
    private static int clamped(long index, int length) {
        long positive = index < 0 ? index + length : index;
        return (int) Math.max(0, Math.min(length, positive));
    }
}
