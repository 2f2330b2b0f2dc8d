package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Squeeze and Unsqueeze: take axes of size 1 behind the batch out, or put them in. */
final class AxesOperator implements Operator {

    private final boolean insert;

    AxesOperator(boolean insert) {
        this.insert = insert;
    }

    @Override
    public List<String> attributes() {
        return List.of("axes");
    }

    @Override
    public boolean mayFollowEnd() {
        return true;
    }

    @Override
    public boolean mayReadIntegers() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        long[] axes = axes(node);
        int[] dims = flow.dims();
        if (axes == null) {
            node.problem(
                    "says no axes, so the batch axis would go, too, when there is one image",
                    "give the axes as a constant, without axis 0");
            flow.lose();
            return;
        }
        if (dims == null) {
            return;
        }
        int rank = dims.length + 1 + (insert ? axes.length : 0);
        Set<Integer> chosen = new TreeSet<>();
        Arrays.stream(axes).forEach(axis -> chosen.add((int) Math.floorMod(axis, (long) rank)));
        boolean good = chosen.size() == axes.length
                && Arrays.stream(axes).allMatch(axis -> -rank <= axis && axis < rank)
                && !chosen.contains(0)
                && (insert || chosen.stream().allMatch(axis -> dims[axis - 1] == 1));
        if (!good) {
            node.problem(
                    "its axes " + Arrays.toString(axes) + " are not axes of size 1 behind the batch of "
                            + flow.shapeText(),
                    "leave the batch axis, axis 0, alone");
            flow.lose();
            return;
        }
        flow.reshape(insert ? inserted(dims, chosen, rank) : removed(dims, chosen));
    }

    /** From the attribute, since opset 13 from input 1; null where there are none. */
    static long[] axes(Node node) {
        if (node.opset() < 13) {
            return node.integers("axes");
        }
        Constant axes = node.constant(1);
        return axes == null ? null : axes.integers();
    }

    private static int[] removed(int[] dims, Set<Integer> chosen) {
        return IntStream.range(0, dims.length)
                .filter(i -> !chosen.contains(i + 1))
                .map(i -> dims[i])
                .toArray();
    }

    private static int[] inserted(int[] dims, Set<Integer> chosen, int rank) {
        int[] result = new int[rank - 1];
        int next = 0;
        for (int i = 0; i < result.length; i++) {
            result[i] = chosen.contains(i + 1) ? 1 : dims[next++];
        }
        return result;
    }
}
