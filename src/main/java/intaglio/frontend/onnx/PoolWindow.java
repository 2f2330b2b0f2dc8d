package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;

/**
 * The window of a pool, padding included.
 *
 * @param kind what padding counts as
 */
record PoolWindow(PoolKind kind, Window window) {

    /**
     * Reads it; what is wrong is reported.
     *
     * @param kind maximum or average
     * @param axes how the node sees its data, null where these are unknown
     * @param input of the layer, null where unknown
     * @return null where it cannot be told
     */
    static PoolWindow read(Node node, PoolKind kind, PlaneAxes axes, Shape input) {
        int[] kernel = Windows.kernelShape(node);
        if (kernel == null) {
            if (!node.hasAttribute("kernel_shape")) {
                node.problem("has no kernel_shape", "export the model again");
            }
            return null;
        }
        int[] area = PlaneAxes.planar(1, kernel);
        Window seen = Windows.read(node, kernel.length, area, new int[4], axes == null ? null : axes.asSeen(input));
        if (seen == null || (axes != null && axes.count() != kernel.length)) {
            return null;
        }
        Window window = axes == null ? seen : axes.own(seen);
        boolean ceil = node.integer("ceil_mode", 0) != 0;
        Window whole = ceil && input != null ? reachingOver(window, input) : window;
        if (kind == PoolKind.MAX) {
            return new PoolWindow(kind, whole);
        }
        boolean counts = node.integer("count_include_pad", 0) != 0;
        if (counts && window.isPadded() && !whole.equals(window)) {
            node.problem(
                    "with ceil_mode its last windows reach over the edge of the " + input.height() + "x" + input.width()
                            + " input, with count_include_pad its padding counts, the rest does not",
                    "set ceil_mode or count_include_pad to 0");
            return null;
        }
        // What ceil_mode adds never counts.
        boolean inside = !counts || !whole.equals(window);
        return new PoolWindow(inside ? PoolKind.AVERAGE_INSIDE : PoolKind.AVERAGE, whole);
    }

    /** With the last windows that begin inside the input or the padding before it. */
    private static Window reachingOver(Window window, Shape input) {
        int bottom = over(input.height(), window.height(), window.strideY(), window.padTop(), window.padBottom());
        int right = over(input.width(), window.width(), window.strideX(), window.padLeft(), window.padRight());
        return Windows.padded(window, window.padTop(), window.padLeft(), bottom, right);
    }

    private static int over(int size, int kernel, int stride, int before, int after) {
        int steps = Math.max(0, -Math.floorDiv(-(size + before + after - kernel), stride));
        if (steps * stride >= size + before) {
            steps--;
        }
        return Math.max(after, steps * stride + kernel - size - before);
    }

    /** Behind a Pad with zeros: they count in a mean, and win a maximum where all else is below 0. */
    PoolWindow behindPad(Node node, int[] added, Flow flow) {
        boolean maximum = kind == PoolKind.MAX;
        boolean same =
                maximum ? flow.source() != null && flow.source().isUnchangedBy(Activation.RELU) : !window.isPadded();
        if (!same) {
            node.problem(
                    maximum
                            ? "takes the maximum of padded zeros and of data that may be negative"
                            : "pads behind a Pad whose zeros count in its means",
                    maximum
                            ? "pad in the pool (attribute pads), where padding never wins"
                            : "pad in the pool alone, with count_include_pad 1");
        }
        Window padded = Windows.padded(
                window,
                window.padTop() + added[0],
                window.padLeft() + added[1],
                window.padBottom() + added[2],
                window.padRight() + added[3]);
        return new PoolWindow(maximum ? kind : PoolKind.AVERAGE, padded);
    }
}
