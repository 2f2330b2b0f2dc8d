package intaglio.frontend.onnx;

import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.Arrays;

/** Reads kernel, strides and padding of convolutions and pools. */
final class Windows {

    private static final int LARGEST = 1 << 15;

    private Windows() {}

    /**
     * The window of a node; what is wrong is reported.
     *
     * @param kernel height and width
     * @param added padding of a Pad before it: top, left, bottom, right
     * @param input null where unknown: then the padding of {@code auto_pad} is 0
     * @return null where it cannot be told
     */
    static Window read(Node node, int[] kernel, int[] added, Shape input) {
        int[] strides = numbers(node, "strides", 2, 1, 1);
        int[] pads = numbers(node, "pads", 4, 0, 0);
        String auto = node.text("auto_pad", "NOTSET");
        int[] covered = dilated(node, kernel);
        if (strides == null || pads == null) {
            return null;
        }
        boolean padded = pads[0] + pads[1] + pads[2] + pads[3] > 0;
        switch (auto) {
            case "NOTSET" -> {}
            case "VALID", "SAME_UPPER", "SAME_LOWER" -> {
                if (padded) {
                    node.problem("has auto_pad " + auto + " and pads besides", "leave one of them out");
                }
                boolean same = !auto.equals("VALID") && input != null;
                pads = same ? samePads(covered, strides, added, input, auto.equals("SAME_UPPER")) : new int[4];
            }
            default ->
                node.problem(
                        "has auto_pad '" + Text.printable(auto) + "', known are NOTSET, VALID, SAME_UPPER"
                                + " and SAME_LOWER",
                        "export the model with explicit pads");
        }
        // ONNX lists all begins before all ends: top, left, bottom, right.
        return new Window(
                covered[0],
                covered[1],
                strides[0],
                strides[1],
                pads[0] + added[0],
                pads[1] + added[1],
                pads[2] + added[2],
                pads[3] + added[3]);
    }

    /** The output is {@code ceil(input / stride)}; an odd row or column goes to the end (UPPER) or begin (LOWER). */
    private static int[] samePads(int[] kernel, int[] strides, int[] added, Shape input, boolean upper) {
        int[] sizes = {input.height() + added[0] + added[2], input.width() + added[1] + added[3]};
        int[] pads = new int[4];
        for (int axis = 0; axis < 2; axis++) {
            int out = (sizes[axis] + strides[axis] - 1) / strides[axis];
            int total = Math.max(0, (out - 1) * strides[axis] + kernel[axis] - sizes[axis]);
            int less = total / 2;
            pads[axis] = upper ? less : total - less;
            pads[axis + 2] = total - pads[axis];
        }
        return pads;
    }

    /** Height and width from {@code kernel_shape}, or null where it is absent or wrong. */
    static int[] kernelShape(Node node) {
        return node.hasAttribute("kernel_shape") ? numbers(node, "kernel_shape", 2, 1, 1) : null;
    }

    /** What the kernel covers; dilation is reported, and later nodes are checked against the right sizes. */
    private static int[] dilated(Node node, int[] kernel) {
        int[] dilations = numbers(node, "dilations", 2, 1, 1);
        if (dilations == null || (dilations[0] == 1 && dilations[1] == 1)) {
            return kernel;
        }
        node.problem(
                "has dilations " + dilations[0] + "," + dilations[1] + "; only 1,1 is supported",
                node.op().equals("Conv")
                        ? "use an undilated kernel of " + spread(kernel[0], dilations[0]) + "x"
                                + spread(kernel[1], dilations[1]) + " with zeros between the taps"
                        : "use a pool without dilation");
        return new int[] {spread(kernel[0], dilations[0]), spread(kernel[1], dilations[1])};
    }

    private static int spread(int kernel, int dilation) {
        return (int) Math.min(LARGEST, (kernel - 1L) * dilation + 1);
    }

    /** An attribute of whole numbers, by default all {@code otherwise}; null, reported, where it is wrong. */
    private static int[] numbers(Node node, String name, int length, int least, int otherwise) {
        long[] values = node.integers(name);
        int[] numbers = new int[length];
        for (int i = 0; i < length; i++) {
            long value = values == null || i >= values.length ? otherwise : values[i];
            numbers[i] = (int) value;
            if ((values != null && values.length != length) || value < least || value > LARGEST) {
                // The windows of a one-dimensional network have one cause, which its first convolution has reported.
                if (node.problems().isEmpty() || values == null || values.length == length) {
                    node.problem(
                            name + " " + Arrays.toString(values) + " is not " + length + " whole numbers in " + least
                                    + ".." + LARGEST,
                            "only two-dimensional windows are supported");
                }
                return null;
            }
        }
        return numbers;
    }
}
