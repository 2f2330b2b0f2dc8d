package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.List;

/** Reshape that keeps the batch axis: the data stay in CHW order under other sizes. */
final class ReshapeOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("allowzero");
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
        Constant target = node.constant(1);
        if (target == null || target.integers() == null || target.elements() == 0) {
            // Sizes that could not be read have their cause, which has been reported.
            if (target == null || target.isReadable() || (node.problems().isEmpty() && !flow.isLost())) {
                node.problem("its target shape is not a constant", "use Flatten (axis 1)");
            }
            flow.lose();
            return;
        }
        long[] sizes = target.integers();
        if (flow.dims() == null) {
            return;
        }
        int[] result = resolve(sizes, flow, node.integer("allowzero", 0) != 0);
        if (result == null) {
            node.problem(
                    "turns " + flow.shapeText() + " into " + text(sizes)
                            + ", which does not keep the images of the batch apart",
                    "use Flatten (axis 1), or a target whose first size is the batch (0 or -1)");
            flow.lose();
        } else {
            flow.reshape(result);
        }
    }

    /** The sizes behind the batch, or null where the first axis is not the batch any more. */
    private static int[] resolve(long[] sizes, Flow flow, boolean allowZero) {
        int[] before = flow.dims();
        long elements = Arrays.stream(before).asLongStream().reduce(1, (a, b) -> a * b);
        boolean batch = sizes[0] == Constant.BATCH
                || (sizes[0] == 0 && !allowZero)
                || (sizes[0] > 0 && sizes[0] == flow.graph().batch());
        if (!batch && sizes[0] != -1) {
            return null;
        }
        int[] result = new int[sizes.length - 1];
        int open = -1;
        long product = 1;
        for (int i = 0; i < result.length; i++) {
            long size = sizes[i + 1];
            if (size == 0 && !allowZero && i < before.length) {
                size = before[i];
            }
            if (size == -1 && open < 0 && batch) {
                open = i;
            } else if (size < 1 || size > elements) {
                return null;
            } else {
                result[i] = (int) size;
                product = Math.min(product * size, Integer.MAX_VALUE);
            }
        }
        if (open >= 0 && elements % product == 0) {
            result[open] = (int) (elements / product);
            product = elements;
        }
        return product == elements ? result : null;
    }

    private static String text(long[] sizes) {
        return Arrays.toString(sizes).replace(Long.toString(Constant.BATCH), "N");
    }
}
