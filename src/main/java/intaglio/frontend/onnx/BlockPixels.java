package intaglio.frontend.onnx;

import intaglio.ir.Shape;
import intaglio.op.DepthToSpace.Order;
import java.util.Arrays;

/**
 * Channels that become pixels by Reshape and Transpose alone: the pixel shuffle of exporters without DepthToSpace,
 * and a vector that becomes a square image.
 */
final class BlockPixels {

    /** Of N, c, row, column, H, W: {@link Order#CRD}. */
    private static final int[] CRD = {0, 1, 4, 2, 5, 3};

    /** Of N, row, column, c, H, W: {@link Order#DCR}. */
    private static final int[] DCR = {0, 3, 4, 1, 5, 2};

    private BlockPixels() {}

    /** Whether a Transpose is the middle of a pixel shuffle. */
    static boolean isShuffle(int[] perm, Flow flow) {
        Shape shape = flow.shape();
        int[] dims = flow.dims();
        boolean crd = Arrays.equals(perm, CRD);
        if (shape == null || dims.length != 5 || !flow.isPlanar() || !(crd || Arrays.equals(perm, DCR))) {
            return false;
        }
        int rows = dims[crd ? 1 : 0];
        int columns = dims[crd ? 2 : 1];
        int channels = dims[crd ? 0 : 2];
        return rows == columns
                && rows > 1
                && channels * rows * columns == shape.channels()
                && dims[3] == shape.height()
                && dims[4] == shape.width();
    }

    /** Appends the layer; the sizes are left to the caller. */
    static void shuffle(Node node, int[] perm, Flow flow) {
        boolean crd = Arrays.equals(perm, CRD);
        add(node, flow.dims()[1], crd ? Order.CRD : Order.DCR, flow);
    }

    /** Appends a layer that makes pixels of channels; pixels stand in CHW order then. */
    static void add(Node node, int block, Order order, Flow flow) {
        flow.settle(node);
        Shape from = flow.shape();
        Shape to = new Shape(from.channels() / (block * block), from.height() * block, from.width() * block);
        flow.add(new ShuffleDraft(node, LayerNames.module(node, "shuffle"), block, order), to);
    }

    /** Whether the data are a vector as rows, columns and channels of a square. */
    static boolean isSquareLast(Flow flow) {
        int[] dims = flow.dims();
        return flow.shape() != null
                && flow.shape().pixels() == 1
                && dims.length == 3
                && dims[0] == dims[1]
                && dims[0] > 1;
    }

    /** Makes an image of a vector whose elements are rows, columns, channels. */
    static void unflattenLast(Node node, Flow flow) {
        add(node, flow.dims()[0], Order.DCR, flow);
    }

    /** Makes an image of a vector that a Reshape has given the sizes of a square; others stay as they are. */
    static void unflatten(Node node, Flow flow) {
        int[] dims = flow.dims();
        boolean square = flow.shape() != null
                && flow.shape().pixels() == 1
                && dims != null
                && dims.length == 3
                && dims[1] == dims[2]
                && dims[1] > 1;
        if (square) {
            add(node, dims[1], Order.CRD, flow);
        }
    }
}
