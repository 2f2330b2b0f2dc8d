package intaglio.plan;

import intaglio.diag.Problems;
import intaglio.ir.Layer;
import intaglio.ir.Network;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups the layers of a network into the stages that engines compute. */
public final class Lowering {

    private Lowering() {}

    /**
     * Stages in network order: convolutions (each with its pool), then dense layers.
     *
     * @throws intaglio.diag.IntaglioException with every layer the hardware has no engine for
     */
    public static List<Stage> of(Network network) {
        List<Layer> layers = network.layers();
        List<Shape> shapes = network.shapes();
        List<Stage> stages = new ArrayList<>();
        Problems problems = new Problems();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Shape input = shapes.get(i);
            if (layer instanceof Layer.Pool2d pool) {
                problems.add(where(network, layer), "a pool that does not directly follow a convolution with outputs"
                        + " larger than 1x1 (its input is " + input + ")", "hardware computes a pool inside the"
                        + " convolution before it; move or drop '" + pool.label() + "'");
            } else if (layer instanceof Layer.Conv2d grouped && grouped.groups() > 1) {
                problems.add(where(network, layer), "has " + grouped.groups() + " groups, which no engine computes yet",
                        "use a convolution of one group");
            } else if (layer instanceof Layer.Conv2d conv && !coversInput(conv.window(), input)) {
                Optional<Layer.Pool2d> pool = i + 1 < layers.size() && layers.get(i + 1) instanceof Layer.Pool2d next
                        ? Optional.of(next)
                        : Optional.empty();
                pool.ifPresent(p -> checkPool(network, p, problems));
                i += pool.isPresent() ? 1 : 0;
                stages.add(new Stage.Conv(conv, pool, input, shapes.get(i + 1)));
            } else {
                stages.add(new Stage.Dense((Layer.Weighted) layer, input));
            }
        }
        checkOrder(network, stages, problems);
        problems.throwIfAny();
        return stages;
    }

    /** A convolution that sees its whole input at once is a dense layer. */
    private static boolean coversInput(Window window, Shape input) {
        return !window.isPadded()
                && window.kernelHeight() == input.height()
                && window.kernelWidth() == input.width();
    }

    private static void checkPool(Network network, Layer.Pool2d pool, Problems problems) {
        Window window = pool.window();
        if (window.strideY() != window.kernelHeight() || window.strideX() != window.kernelWidth() || window.isPadded()) {
            problems.add(where(network, pool), "pool windows overlap, leave gaps or are padded (kernel "
                    + window.kernelHeight() + "x" + window.kernelWidth() + ", stride " + window.strideY() + "x"
                    + window.strideX() + ")", "use a stride equal to the kernel and no padding");
        }
        if (pool.kind() == PoolKind.AVERAGE && Integer.bitCount(window.area()) != 1) {
            problems.add(where(network, pool), "average over " + window.area() + " values, not a power of two",
                    "use a window of 2, 4, 8 or 16 values, or a max pool");
        }
        if (window.area() > 16) {
            problems.add(where(network, pool), "a window of " + window.area() + " values; the engine computes a"
                    + " window at once, 16 values at most", "use a smaller pool");
        }
    }

    private static void checkOrder(Network network, List<Stage> stages, Problems problems) {
        if (stages.isEmpty() || !(stages.get(stages.size() - 1) instanceof Stage.Dense)) {
            problems.add("network '" + network.name() + "'", "the last layer gives " + network.output()
                    + " and is no dense layer", "end the network with a dense layer (or a convolution that covers its"
                    + " whole input)");
        }
        boolean dense = false;
        for (Stage stage : stages) {
            if (stage instanceof Stage.Dense) {
                dense = true;
            } else if (dense) {
                problems.add("layer '" + stage.label() + "'", "a convolution over a vector (" + stage.input()
                        + "), after a dense layer", "make it a dense layer");
            }
        }
    }

    private static String where(Network network, Layer layer) {
        return "network '" + network.name() + "', layer '" + layer.label() + "'";
    }
}
