package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Transpose of images between channels first and channels last, as exporters from Keras write it. */
final class TransposeOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("perm");
    }

    @Override
    public boolean mayReadIntegers() {
        return true;
    }

    @Override
    public boolean mayFollowPadding() {
        return true;
    }

    @Override
    public boolean mayFollowEnd() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        int[] dims = flow.dims();
        if (dims == null) {
            return;
        }
        int rank = dims.length + 1;
        long[] given = node.integers("perm");
        int[] perm = given == null
                ? IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()
                : Arrays.stream(given)
                        .mapToInt(axis -> (int) Math.max(-1, Math.min(rank, axis)))
                        .toArray();
        boolean order = perm.length == rank
                && Arrays.stream(perm).distinct().count() == rank
                && Arrays.stream(perm).allMatch(axis -> 0 <= axis && axis < rank);
        int[] permuted = order
                ? Arrays.stream(perm, 1, rank)
                        .map(axis -> axis == 0 ? 0 : dims[axis - 1])
                        .toArray()
                : null;
        if (order && isToLast(perm) && flow.isImageChannelsFirst()) {
            flow.reorder(true, permuted);
        } else if (order && isToFirst(perm) && flow.isImageChannelsLast()) {
            flow.reorder(false, permuted);
        } else if (order && isToFirst(perm) && BlockPixels.isSquareLast(flow)) {
            BlockPixels.unflattenLast(node, flow);
        } else if (order && BlockPixels.isShuffle(perm, flow)) {
            BlockPixels.shuffle(node, perm, flow);
            flow.reshape(permuted);
        } else if (order && keepsElements(perm, dims)) {
            flow.reshape(permuted);
        } else {
            node.problem(
                    "exchanges the axes of " + flow.shapeText() + " by perm " + Arrays.toString(perm)
                            + "; between channels first and channels last (0,2,3,1 and 0,3,1,2) is supported",
                    "keep the order batch, channels, rows, columns (NCHW) or NHWC throughout");
            flow.lose();
        }
    }

    /** From channels first to channels last, of images or of rows. */
    private static boolean isToLast(int... perm) {
        return perm[0] == 0
                && perm[perm.length - 1] == 1
                && IntStream.range(1, perm.length - 1).allMatch(i -> perm[i] == i + 1);
    }

    private static boolean isToFirst(int... perm) {
        return perm.length > 2
                && perm[0] == 0
                && perm[1] == perm.length - 1
                && IntStream.range(2, perm.length).allMatch(i -> perm[i] == i - 1);
    }

    /** Whether only axes of size 1 move, behind a batch that stays the first axis. */
    private static boolean keepsElements(int[] perm, int[] dims) {
        int[] moved = Arrays.stream(perm)
                .filter(axis -> axis == 0 || dims[axis - 1] != 1)
                .toArray();
        return perm[0] == 0 && IntStream.range(1, moved.length).allMatch(i -> moved[i - 1] < moved[i]);
    }
}
