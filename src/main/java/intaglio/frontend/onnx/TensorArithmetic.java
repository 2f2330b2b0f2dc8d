package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/** Operators on tensors whose values are known: other sizes, another order of axes, and sums and products by element. */
final class TensorArithmetic {

    private static final long MAX_ELEMENTS = 1 << 25;

    private TensorArithmetic() {}

    /** The same elements under other sizes. */
    static Constant reshaped(Constant from, int... dims) {
        QuantizedTensor quantized =
                from.quantized() == null || from.quantized().scales().length > 1 ? null : from.quantized();
        return new Constant(from.name(), dims, from.floats(), from.integers(), from.type(), quantized);
    }

    /** Reshape to constant sizes; null where these are not known or do not fit. */
    static Constant reshape(Node node, Constant from) {
        Constant target = node.constant(1);
        if (target == null || target.integers() == null) {
            return null;
        }
        boolean allowZero = node.integer("allowzero", 0) != 0;
        int[] dims = new int[target.elements()];
        int open = -1;
        long product = 1;
        for (int i = 0; i < dims.length; i++) {
            long size = target.integers()[i];
            size = size == 0 && !allowZero && i < from.dims().length ? from.dims()[i] : size;
            if (size == -1 && open < 0) {
                open = i;
            } else if (size < 0 || size > MAX_ELEMENTS) {
                return null;
            } else {
                dims[i] = (int) size;
                product = Math.min(product * size, Integer.MAX_VALUE);
            }
        }
        if (open >= 0 && product > 0 && from.elements() % product == 0) {
            dims[open] = (int) (from.elements() / product);
            product = from.elements();
        }
        return product == from.elements() ? reshaped(from, dims) : null;
    }

    /** Squeeze and Unsqueeze; null where the axes are not known or do not fit. */
    static Constant axes(Node node, Constant from, boolean insert) {
        long[] axes = AxesOperator.axes(node);
        if (axes == null) {
            return insert
                    ? null
                    : reshaped(
                            from,
                            Arrays.stream(from.dims()).filter(size -> size != 1).toArray());
        }
        int rank = from.dims().length + (insert ? axes.length : 0);
        boolean[] chosen = new boolean[rank];
        for (long axis : axes) {
            int index = (int) (axis < 0 ? axis + rank : axis);
            if (index < 0 || index >= rank || chosen[index] || (!insert && from.dims()[index] != 1)) {
                return null;
            }
            chosen[index] = true;
        }
        if (!insert) {
            return reshaped(
                    from,
                    IntStream.range(0, rank)
                            .filter(i -> !chosen[i])
                            .map(i -> from.dims()[i])
                            .toArray());
        }
        int[] dims = new int[rank];
        int next = 0;
        for (int i = 0; i < rank; i++) {
            dims[i] = chosen[i] ? 1 : from.dims()[next++];
        }
        return reshaped(from, dims);
    }

    /** Transpose of floats; null where its perm does not fit. */
    static Constant transpose(Node node, Constant from) {
        int rank = from.dims().length;
        long[] perm = node.integers("perm");
        int[] order = IntStream.range(0, rank)
                .map(i -> perm == null || perm.length != rank
                        ? rank - 1 - i
                        : (int) Math.max(-1, Math.min(rank, perm[i])))
                .toArray();
        boolean good = (perm == null || perm.length == rank)
                && Arrays.stream(order).distinct().count() == rank
                && Arrays.stream(order).allMatch(axis -> 0 <= axis && axis < rank);
        if (!good || from.floats() == null) {
            return null;
        }
        if (rank == 2 && order[0] == 1) {
            return ConstantArithmetic.transpose(from);
        }
        int[] steps = steps(from.dims());
        int[] dims = Arrays.stream(order).map(axis -> from.dims()[axis]).toArray();
        int[] stepsOfResult = Arrays.stream(order).map(axis -> steps[axis]).toArray();
        float[] values = new float[from.floats().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = from.floats()[source(i, dims, stepsOfResult)];
        }
        QuantizedTensor quantized = from.quantized();
        if (quantized != null) {
            long[] integers = new long[values.length];
            Arrays.setAll(integers, i -> quantized.integers()[source(i, dims, stepsOfResult)]);
            int axis = IntStream.range(0, rank)
                    .filter(i -> order[i] == quantized.axis())
                    .findFirst()
                    .orElse(0);
            return new Constant(from.name(), dims, values, null, null, quantized.withIntegers(integers, axis));
        }
        return new Constant(from.name(), dims, values, null);
    }

    /** Add, Sub, Mul, Div or Pow by element, with the broadcasting of numpy; null where they do not fit each other. */
    static Constant binary(String op, Constant left, Constant right) {
        int[] dims = broadcast(left.dims(), right.dims());
        boolean floats = left.floats() != null && right.floats() != null;
        boolean integers = left.integers() != null
                && right.integers() != null
                && Arrays.stream(left.integers()).noneMatch(value -> value == Constant.BATCH)
                && Arrays.stream(right.integers()).noneMatch(value -> value == Constant.BATCH);
        boolean byZero =
                integers && op.equals("Div") && Arrays.stream(right.integers()).anyMatch(value -> value == 0);
        boolean known = floats || (integers && !op.equals("Pow"));
        if (dims == null || !known || byZero) {
            return null;
        }
        int count = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        int[] leftSteps = steps(left.dims(), dims);
        int[] rightSteps = steps(right.dims(), dims);
        float[] reals = floats ? new float[count] : null;
        long[] whole = floats ? null : new long[count];
        for (int i = 0; i < count; i++) {
            int a = source(i, dims, leftSteps);
            int b = source(i, dims, rightSteps);
            if (floats) {
                // A double holds the exact sum or product of two floats, so the result is rounded once, as in float32.
                reals[i] = (float) ofReals(op).applyAsDouble(left.floats()[a], right.floats()[b]);
            } else {
                whole[i] = ofIntegers(op).applyAsLong(left.integers()[a], right.integers()[b]);
            }
        }
        return new Constant(left.name(), dims, reals, whole, left.type(), null);
    }

    private static DoubleBinaryOperator ofReals(String op) {
        return switch (op) {
            case "Add" -> (a, b) -> a + b;
            case "Sub" -> (a, b) -> a - b;
            case "Mul" -> (a, b) -> a * b;
            case "Pow" -> StrictMath::pow;
            default -> (a, b) -> a / b;
        };
    }

    private static LongBinaryOperator ofIntegers(String op) {
        return switch (op) {
            case "Add" -> (a, b) -> a + b;
            case "Sub" -> (a, b) -> a - b;
            case "Mul" -> (a, b) -> a * b;
            default -> (a, b) -> a / b;
        };
    }

    /** The sizes that two broadcast to; null where they do not fit or are too many. */
    private static int[] broadcast(int[] left, int[] right) {
        int rank = Math.max(left.length, right.length);
        int[] dims = new int[rank];
        long count = 1;
        for (int i = 1; i <= rank; i++) {
            int a = i > left.length ? 1 : left[left.length - i];
            int b = i > right.length ? 1 : right[right.length - i];
            if (a != b && a != 1 && b != 1) {
                return null;
            }
            dims[rank - i] = a == 1 ? b : a;
            count = Math.min(count * dims[rank - i], Integer.MAX_VALUE);
        }
        return count > MAX_ELEMENTS ? null : dims;
    }

    /** Elements from one index of an axis to the next. */
    private static int[] steps(int... dims) {
        int[] steps = new int[dims.length];
        int step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            steps[i] = step;
            step *= dims[i];
        }
        return steps;
    }

    /** The same of a tensor that is broadcast: 0 along an axis that it repeats. */
    private static int[] steps(int[] dims, int[] to) {
        int[] own = steps(dims);
        int[] steps = new int[to.length];
        for (int i = 1; i <= dims.length; i++) {
            steps[to.length - i] = dims[dims.length - i] == 1 ? 0 : own[dims.length - i];
        }
        return steps;
    }

    /** Where a flat element of the result comes from. */
    private static int source(int element, int[] dims, int[] steps) {
        int source = 0;
        int rest = element;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            source += rest % dims[axis] * steps[axis];
            rest /= dims[axis];
        }
        return source;
    }
}
