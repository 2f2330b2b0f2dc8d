package intaglio.frontend.onnx;

import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.List;

/** AveragePool, MaxPool and their global forms, whose window is the whole input. */
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
    public boolean mayFollowPadding() {
        return !global;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        BlockPixels.unflatten(node, flow);
        Node paddedBy = flow.paddedBy();
        int[] added = flow.takePadding();
        PlaneAxes axes = PlaneAxes.of(flow).orElse(null);
        boolean known = flow.shape() != null && flow.dims() != null;
        if (known && axes == null) {
            node.problem(
                    "gets data of shape " + flow.shapeText() + ", a pool needs the images " + flow.shape()
                            + " of the layer before it",
                    "leave the reshape between them out");
        }
        if (global) {
            if (axes == null) {
                flow.lose();
                return;
            }
            append(node, kind, whole(flow.shape()), flow);
            flow.reshape(axes.dims(flow.shape()));
            return;
        }
        PoolWindow window = PoolWindow.read(node, kind, axes, flow.shape());
        if (window == null) {
            flow.lose();
            return;
        }
        if (paddedBy != null) {
            window = window.behindPad(node, added, flow);
        }
        append(node, window.kind(), window.window(), flow);
        if (axes != null && flow.shape() != null) {
            flow.reshape(axes.dims(flow.shape()));
        }
    }

    /** Appends a pool; what is left to a later layer passes a mean, and a maximum where it keeps the order. */
    static void append(Node node, PoolKind kind, Window window, Flow flow) {
        ChannelAffine pending = flow.pending();
        boolean passes = pending == null
                || (flow.isPendingPerChannel()
                        && (kind == PoolKind.MAX
                                ? pending.isIncreasing()
                                : kind == PoolKind.AVERAGE_INSIDE || !window.isPadded() || pending.keepsZero()));
        if (!passes) {
            flow.settle(node);
        }
        WeightedDraft before = flow.lastWeighted();
        String name = LayerNames.pool(node, before == null ? "" : before.name());
        Shape input = flow.shape();
        Shape output = input == null ? null : Shapes.slide(node, input.channels(), window, input);
        flow.add(new PoolDraft(node, name, kind, window), output);
    }

    static Window whole(Shape input) {
        return Window.of(input.height(), input.width(), 1, 1, 0, 0);
    }
}
