package intaglio.frontend.onnx;

import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.List;

/** AveragePool, MaxPool and their global forms, whose window is the whole input. No padding, no partial windows. */
final class PoolOperator implements Operator {

    private final PoolKind kind;
    private final boolean global;

    PoolOperator(PoolKind kind, boolean global) {
        this.kind = kind;
        this.global = global;
    }

    @Override
    public List<String> attributes() {
        if (global) {
            return List.of();
        }
        return kind == PoolKind.MAX
                ? List.of("auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides")
                : List.of("auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides");
    }

    @Override
    public boolean mayReadIntegers() {
        return kind == PoolKind.MAX;
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        Shape input = chain.shape();
        if (input != null && chain.dims() != null && !chain.isImage()) {
            node.problem(
                    "gets data of shape " + chain.shapeText() + ", a pool needs the images " + input
                            + " of the layer before it",
                    "leave the reshape between them out");
        }
        Window window = global ? whole(input) : window(node, input);
        if (window == null) {
            chain.lose();
            return;
        }
        append(node, kind, window, chain);
    }

    /** Appends a pool; what is left to a later layer passes a mean, and a maximum where it keeps the order. */
    static void append(Node node, PoolKind kind, Window window, LayerChain chain) {
        ChannelAffine pending = chain.pending();
        if (pending != null && (!chain.isPendingPerChannel() || (kind == PoolKind.MAX && !pending.isIncreasing()))) {
            chain.settle();
        }
        LayerDraft before = chain.lastWeighted();
        String name = LayerNames.pool(node, before == null ? "" : before.name());
        Shape input = chain.shape();
        Shape output = input == null ? null : Shapes.slide(node, input.channels(), window, input);
        chain.add(LayerDraft.pool(node, name, kind, window), output);
    }

    static Window whole(Shape input) {
        return input == null ? null : Window.of(input.height(), input.width(), 1, 1, 0, 0);
    }

    private static Window window(Node node, Shape input) {
        int[] kernel = Windows.kernelShape(node);
        if (kernel == null) {
            if (!node.hasAttribute("kernel_shape")) {
                node.problem("has no kernel_shape", "export the model again");
            }
            return null;
        }
        Window window = Windows.read(node, kernel, new int[4], input);
        if (window == null) {
            return null;
        }
        if (window.isPadded()) {
            node.problem(
                    "pads its input by " + window.padTop() + "," + window.padLeft() + "," + window.padBottom() + ","
                            + window.padRight() + " (top, left, bottom, right); pools without padding are supported",
                    "pad in the convolution before it, or choose sizes that need no padding");
            return null;
        }
        boolean partial = input != null
                && node.integer("ceil_mode", 0) != 0
                && (rest(input.height(), window.kernelHeight(), window.strideY()) > 0
                        || rest(input.width(), window.kernelWidth(), window.strideX()) > 0);
        if (partial) {
            node.problem(
                    "with ceil_mode its last windows would reach over the edge of the " + input.height() + "x"
                            + input.width() + " input",
                    "set ceil_mode to 0, or make the input a whole number of windows");
            return null;
        }
        return window;
    }

    /** Pixels that the last whole window leaves over. */
    private static int rest(int size, int kernel, int stride) {
        return Math.floorMod(size - kernel, stride);
    }
}
