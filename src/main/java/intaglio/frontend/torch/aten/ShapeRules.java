package intaglio.frontend.torch.aten;

import static intaglio.onnx.OnnxGraphBuilder.integers;

import intaglio.frontend.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that leave the elements as they are. Those of a constant are done at once. */
final class ShapeRules {

    private static final String SELF = "self";

    private ShapeRules() {}

    /** contiguous, clone, detach, dropout in inference and the like. */
    static Object idle(AtenCall call) {
        return call.tensor(0, call.argument(0, "input") == null ? SELF : "input");
    }

    /** dropout (input, p, train). */
    static Object dropout(AtenCall call) {
        if (call.flag(2, "train", false)) {
            throw call.refused("drops values as in training", "call model.eval() before you export the model");
        }
        return idle(call);
    }

    /** The same where the mask is a second result. */
    static Object nativeDropout(AtenCall call) {
        return Arrays.asList(dropout(call), null);
    }

    /** flatten (self, start_dim, end_dim). */
    static Object flatten(AtenCall call) {
        Value input = call.tensor(0, SELF);
        int start = call.axis(input, call.integer(1, "start_dim", 0L));
        int end = call.axis(input, call.integer(2, "end_dim", -1L));
        List<Integer> sizes = new ArrayList<>();
        long joined = 1;
        for (int i = 0; i < input.rank(); i++) {
            joined = start <= i && i <= end ? joined * input.shape()[i] : 1;
            if (i < start || i > end) {
                sizes.add(input.shape()[i]);
            } else if (i == end) {
                sizes.add((int) joined);
            }
        }
        return reshaped(call, input, sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    /** view, reshape (self, size). */
    static Object view(AtenCall call) {
        Value input = call.tensor(0, SELF);
        long[] said = call.integers(1, call.argument(1, "shape") == null ? "size" : "shape");
        long known = 1;
        int open = -1;
        for (int i = 0; i < said.length; i++) {
            if (said[i] == -1 && open < 0) {
                open = i;
            } else if (said[i] < 1 || said[i] > 1 << 24 || known > 1L << 32) {
                throw call.refused("makes a tensor of " + Arrays.toString(said) + " of one of " + input.shapeText());
            } else {
                known *= said[i];
            }
        }
        long elements = input.elements();
        // The batch of the export is written into the sizes, while it is 1 here.
        boolean batched = !input.isConstant()
                && said.length > 0
                && said[0] > 1
                && said[0] == call.graph().batch();
        if (batched) {
            known /= said[0];
            said[0] = 1;
        }
        if (open >= 0 ? elements % known != 0 : known != elements) {
            throw call.refused("makes a tensor of " + Arrays.toString(said) + " of one of " + input.shapeText());
        }
        if (open >= 0) {
            said[open] = elements / known;
        }
        return reshaped(
                call, input, Arrays.stream(said).mapToInt(Math::toIntExact).toArray());
    }

    /** squeeze (self), and with dim: the axes that go, where their size is 1; never the batch. */
    static Object squeeze(AtenCall call) {
        Value input = call.tensor(0, SELF);
        boolean[] gone = new boolean[input.rank()];
        if (call.has(1, "dim")) {
            for (long axis : call.integers(1, "dim")) {
                gone[call.axis(input, axis)] = true;
            }
        } else {
            Arrays.fill(gone, input.isConstant() ? 0 : 1, gone.length, true);
        }
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < gone.length; i++) {
            if (!gone[i] || input.shape()[i] != 1) {
                left.add(input.shape()[i]);
            }
        }
        return reshaped(call, input, left.stream().mapToInt(Integer::intValue).toArray());
    }

    /** unsqueeze (self, dim). */
    static Object unsqueeze(AtenCall call) {
        Value input = call.tensor(0, SELF);
        long said = call.integer(1, "dim", null);
        long axis = said < 0 ? said + input.rank() + 1 : said;
        if (axis < 0 || axis > input.rank()) {
            throw call.refused("has axis " + said + " of a tensor of " + input.shapeText());
        }
        List<Integer> sizes =
                new ArrayList<>(Arrays.stream(input.shape()).boxed().toList());
        sizes.add((int) axis, 1);
        return reshaped(call, input, sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Value reshaped(AtenCall call, Value input, int... shape) {
        if (input.isConstant()) {
            return Value.of(new Tensor(input.name(), shape, input.constant().values()));
        }
        if (Arrays.equals(shape, input.shape())) {
            return input;
        }
        long[] sizes = Arrays.stream(shape).asLongStream().toArray();
        boolean batch = shape.length > 0 && shape[0] == 1;
        if (!batch) {
            throw call.refused(
                    "makes a tensor of " + Arrays.toString(shape) + ": the first axis is no longer that of the images",
                    "keep the batch as the first axis");
        }
        sizes[0] = -1;
        String names = call.graph().integers(call.part("sizes"), sizes);
        return call.node("Reshape", List.of(call.graph().read(input), names), shape);
    }

    /** permute (self, dims). */
    static Object permute(AtenCall call) {
        Value input = call.tensor(0, SELF);
        long[] said = call.integers(1, "dims");
        int[] order = new int[said.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = call.axis(input, said[i]);
        }
        return permuted(call, input, order);
    }

    /** transpose (self, dim0, dim1). */
    static Object transpose(AtenCall call) {
        Value input = call.tensor(0, SELF);
        int[] order = upTo(input.rank());
        int first = call.axis(input, call.integer(1, "dim0", null));
        int second = call.axis(input, call.integer(2, "dim1", null));
        order[first] = second;
        order[second] = first;
        return permuted(call, input, order);
    }

    /** t (self): rows and columns of a matrix. */
    static Object matrixTranspose(AtenCall call) {
        Value input = call.tensor(0, SELF);
        int[] order = upTo(input.rank());
        if (order.length > 2) {
            throw call.refused("reads a tensor of " + input.shapeText() + ", not a matrix");
        }
        return permuted(call, input, order.length == 2 ? new int[] {1, 0} : order);
    }

    private static int[] upTo(int count) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    private static Value permuted(AtenCall call, Value input, int... order) {
        int[] shape = new int[order.length];
        long seen = 0;
        for (int i = 0; i < order.length; i++) {
            shape[i] = input.shape()[order[i]];
            seen |= 1L << order[i];
        }
        if (order.length != input.rank() || seen != (1L << order.length) - 1) {
            throw call.refused("has the order " + Arrays.toString(order) + " of a tensor of " + input.shapeText());
        }
        if (input.isConstant()) {
            return Value.of(new Tensor(input.name(), shape, moved(input, shape, order)));
        }
        long[] numbers = Arrays.stream(order).asLongStream().toArray();
        return call.node("Transpose", List.of(call.graph().read(input)), shape, integers("perm", numbers));
    }

    private static float[] moved(Value input, int[] shape, int[] order) {
        int[] strides = new int[order.length];
        int stride = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= input.shape()[i];
        }
        float[] from = input.constant().values();
        float[] values = new float[from.length];
        for (int i = 0; i < values.length; i++) {
            int place = 0;
            int rest = i;
            for (int d = shape.length - 1; d >= 0; d--) {
                place += rest % shape[d] * strides[order[d]];
                rest /= shape[d];
            }
            values[i] = from[place];
        }
        return values;
    }

    /** sym_size, size (self, dim); without dim all sizes. */
    static Object size(AtenCall call) {
        Value input = call.tensor(0, SELF);
        if (!call.has(1, "dim")) {
            return Arrays.stream(input.shape()).mapToObj(Long::valueOf).toList();
        }
        return (long) input.shape()[call.axis(input, call.integer(1, "dim", null))];
    }
}
