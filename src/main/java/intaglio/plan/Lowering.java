package intaglio.plan;

import intaglio.diag.Problems;
import intaglio.graph.Network;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups the layers of a network into the stages that engines compute. */
public final class Lowering {

    /** Values of a window that a convolution computes at once. */
    private static final int MOST_FUSED = 16;

    private Lowering() {}

    /**
     * Stages in network order: convolutions and pools, then dense layers.
     *
     * @throws intaglio.diag.IntaglioException with every layer the hardware has no engine for
     */
    public static List<Stage> of(Network network) {
        List<Layer> layers = network.layers();
        List<Shape> shapes = network.shapes().inOrder();
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Shape input = shapes.get(i);
            if (layer instanceof Pool2d pool) {
                stages.add(new Stage.Pool(pool, input));
            } else if (layer instanceof Conv2d conv && !coversInput(conv, input)) {
                Optional<Pool2d> pool = i + 1 < layers.size() ? fusable(layers.get(i + 1)) : Optional.empty();
                i += pool.isPresent() ? 1 : 0;
                stages.add(new Stage.Conv(conv, pool, input, shapes.get(i + 1)));
            } else {
                stages.add(new Stage.Dense((Weighted) layer, input));
            }
        }
        Problems problems = new Problems();
        checkOrder(network, stages, problems);
        problems.throwIfAny();
        return stages;
    }

    /** A convolution that sees its whole input at once is a dense layer. */
    private static boolean coversInput(Conv2d conv, Shape input) {
        Window window = conv.window();
        return conv.groups() == 1
                && !window.isPadded()
                && window.kernelHeight() == input.height()
                && window.kernelWidth() == input.width();
    }

    /**
     * The layer, where it is a pool that the convolution before it computes on the way: its windows lie side by side,
     * are small enough to be computed at once, and their mean is a shift.
     */
    private static Optional<Pool2d> fusable(Layer layer) {
        if (!(layer instanceof Pool2d pool)) {
            return Optional.empty();
        }
        Window window = pool.window();
        boolean sideBySide = window.strideY() == window.kernelHeight() && window.strideX() == window.kernelWidth();
        boolean whole = !window.isPadded() && !window.isDilated();
        boolean shifts = pool.kind() == PoolKind.MAX || Integer.bitCount(window.area()) == 1;
        return sideBySide && whole && shifts && window.area() <= MOST_FUSED ? Optional.of(pool) : Optional.empty();
    }

    private static void checkOrder(Network network, List<Stage> stages, Problems problems) {
        if (network.output().pixels() > 1) {
            problems.add(
                    "network '" + network.name() + "'",
                    "the last layer gives " + network.output() + ", which is no vector",
                    "end the network with a dense layer or a global pool");
        }
        boolean dense = false;
        for (Stage stage : stages) {
            if (stage instanceof Stage.Dense) {
                dense = true;
            } else if (dense) {
                problems.add(
                        "network '" + network.name() + "', layer '" + stage.label() + "'",
                        "a convolution or pool over a vector (" + stage.input() + "), after a dense layer",
                        "make it a dense layer, or leave it out");
            }
        }
    }
}
