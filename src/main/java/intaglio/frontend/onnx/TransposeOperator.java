package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Transpose of images between channels first and channels last, as exporters from Keras write it. */
final class TransposeOperator implements Operator {

    private static final int[] TO_LAST = {0, 2, 3, 1};
    private static final int[] TO_FIRST = {0, 3, 1, 2};

    @Override
    public List<String> attributes() {
        return List.of("perm");
    }

    @Override
    public boolean mayReadIntegers() {
        return true;
    }

    @Override
    public boolean mayFollowEnd() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        int[] dims = chain.dims();
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
        if (order && Arrays.equals(perm, TO_LAST) && chain.isImage()) {
            chain.reorder(true, dims[1], dims[2], dims[0]);
        } else if (order && Arrays.equals(perm, TO_FIRST) && chain.isImageChannelsLast()) {
            chain.reorder(false, dims[2], dims[0], dims[1]);
        } else if (order && keepsElements(perm, dims)) {
            chain.reshape(
                    Arrays.stream(perm, 1, rank).map(axis -> dims[axis - 1]).toArray());
        } else {
            node.problem(
                    "exchanges the axes of " + chain.shapeText() + " by perm " + Arrays.toString(perm)
                            + "; between channels first and channels last (0,2,3,1 and 0,3,1,2) is supported",
                    "keep the order batch, channels, rows, columns (NCHW) or NHWC throughout");
            chain.lose();
        }
    }

    /** Whether only axes of size 1 move, behind a batch that stays the first axis. */
    private static boolean keepsElements(int[] perm, int[] dims) {
        int[] moved = Arrays.stream(perm)
                .filter(axis -> axis == 0 || dims[axis - 1] != 1)
                .toArray();
        return perm[0] == 0 && IntStream.range(1, moved.length).allMatch(i -> moved[i - 1] < moved[i]);
    }
}
