package intaglio.frontend.onnx;

import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.Arrays;

/** Reads kernel, strides, padding and dilation of convolutions and pools, as the node sees its axes. */
final class Windows {

    private static final int LARGEST = 1 << 15;

    private Windows() {}

    /**
     * The window of a node; what is wrong is reported.
     *
     * @param axes of the node, 1 or 2; one axis is a row
     * @param kernel height and width
     * @param added padding of a Pad before it: top, left, bottom, right
     * @param input as the node sees it; null where unknown: then the padding of {@code auto_pad} is 0
     * @return null where it cannot be told
     */
    static Window read(Node node, int axes, int[] kernel, int[] added, Shape input) {
        int[] strides = numbers(node, "strides", axes, 1, 1);
        int[] pads = numbers(node, "pads", 2 * axes, 0, 0);
        int[] dilations = numbers(node, "dilations", axes, 1, 1);
        if (strides == null || pads == null || dilations == null) {
            return null;
        }
        int[] step = PlaneAxes.planar(1, strides);
        int[] gaps = PlaneAxes.planar(1, dilations);
        Window bare = Window.of(kernel[0], kernel[1], step[0], step[1], 0, 0).withDilation(gaps[0], gaps[1]);
        int[] sides = sides(node, PlaneAxes.sides(pads), bare, added, input);
        // ONNX lists all begins before all ends: top, left, bottom, right.
        return padded(bare, sides[0] + added[0], sides[1] + added[1], sides[2] + added[2], sides[3] + added[3]);
    }

    /** The same window with another padding. */
    static Window padded(Window window, int top, int left, int bottom, int right) {
        return new Window(
                window.kernelHeight(),
                window.kernelWidth(),
                window.strideY(),
                window.strideX(),
                top,
                left,
                bottom,
                right,
                window.dilationY(),
                window.dilationX());
    }

    private static int[] sides(Node node, int[] pads, Window bare, int[] added, Shape input) {
        String auto = node.text("auto_pad", "NOTSET");
        switch (auto) {
            case "NOTSET" -> {
                return pads;
            }
            case "VALID", "SAME_UPPER", "SAME_LOWER" -> {
                if (Arrays.stream(pads).sum() > 0) {
                    node.problem("has auto_pad " + auto + " and pads besides", "leave one of them out");
                }
                boolean same = !auto.equals("VALID") && input != null;
                return same ? samePads(bare, added, input, auto.equals("SAME_UPPER")) : new int[4];
            }
            default -> {
                node.problem(
                        "has auto_pad '" + Text.printable(auto) + "', known are NOTSET, VALID, SAME_UPPER"
                                + " and SAME_LOWER",
                        "export the model with explicit pads");
                return pads;
            }
        }
    }

    /** The output is {@code ceil(input / stride)}; an odd row or column goes to the end (UPPER) or begin (LOWER). */
    private static int[] samePads(Window bare, int[] added, Shape input, boolean upper) {
        int[] sizes = {input.height() + added[0] + added[2], input.width() + added[1] + added[3]};
        int[] strides = {bare.strideY(), bare.strideX()};
        int[] kernel = {bare.height(), bare.width()};
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

    /** Numbers of {@code kernel_shape}, one or two; null where it is absent or wrong. */
    static int[] kernelShape(Node node) {
        long[] values = node.integers("kernel_shape");
        return values == null ? null : numbers(node, "kernel_shape", values.length == 1 ? 1 : 2, 1, 1);
    }

    /** An attribute of whole numbers, by default all {@code otherwise}; null, reported, where it is wrong. */
    static int[] numbers(Node node, String name, int length, int least, int otherwise) {
        long[] values = node.integers(name);
        int[] numbers = new int[length];
        for (int i = 0; i < length; i++) {
            long value = values == null || i >= values.length ? otherwise : values[i];
            numbers[i] = (int) value;
            if ((values != null && values.length != length) || value < least || value > LARGEST) {
                node.problem(
                        name + " " + Arrays.toString(values) + " is not " + length + " whole numbers in " + least + ".."
                                + LARGEST,
                        "only one- and two-dimensional windows are supported");
                return null;
            }
        }
        return numbers;
    }
}
