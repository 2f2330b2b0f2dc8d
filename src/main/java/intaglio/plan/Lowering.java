package intaglio.plan;

import intaglio.diag.Problems;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.graph.Shapes;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups the layers of a network into the stages that engines compute. */
public final class Lowering {

    /** Values of a window that a convolution computes at once. */
    private static final int MOST_FUSED = 16;

    private final Network network;
    private final Shapes shapes;
    private final List<Stage> stages = new ArrayList<>();
    private final List<List<Integer>> sources = new ArrayList<>();
    /** The stage that gives a layer's output. */
    private final Map<String, Integer> stageOf = new HashMap<>();

    private Lowering(Network network) {
        this.network = network;
        shapes = network.shapes();
        stageOf.put(Network.INPUT, StageGraph.INPUT);
    }

    /**
     * Stages in network order.
     *
     * @throws intaglio.diag.IntaglioException with every layer the hardware has no engine for
     */
    public static StageGraph of(Network network) {
        Problems problems = new Problems();
        checkOutput(network, problems);
        Lowering lowering = new Lowering(network);
        for (Node node : network.nodes()) {
            if (!lowering.stageOf.containsKey(node.label())) {
                lowering.add(node, problems);
            }
        }
        problems.throwIfAny();
        return new StageGraph(
                lowering.stages, lowering.sources, new OutputPort(network.outputKind(), network.output()));
    }

    private void add(Node node, Problems problems) {
        Layer layer = node.layer();
        if (layer instanceof Pool2d pool) {
            add(node, new Stage.Pool(pool, shapes.input(node)));
        } else if (layer instanceof Conv2d conv && !coversInput(conv, shapes.input(node))) {
            Optional<Pool2d> pool = fusable(node);
            Shape output = shapes.of(pool.map(Layer::label).orElse(node.label()));
            pool.ifPresent(fused -> stageOf.put(fused.label(), stages.size()));
            add(node, new Stage.Conv(conv, pool, shapes.input(node), output));
        } else if (layer instanceof Weighted weighted) {
            add(node, new Stage.Dense(weighted, shapes.input(node)));
        } else {
            problems.add(
                    "network '" + network.name() + "', layer '" + layer.label() + "'",
                    "a layer that the hardware has no engine for",
                    "leave it out");
        }
    }

    private void add(Node node, Stage stage) {
        stageOf.put(node.label(), stages.size());
        sources.add(node.inputs().stream().map(stageOf::get).toList());
        stages.add(stage);
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
     * The pool that a convolution computes on the way: nothing else reads the convolution, the windows lie side by
     * side, are small enough to be computed at once, and their mean is a shift.
     */
    private Optional<Pool2d> fusable(Node conv) {
        List<Node> readers = network.readers(conv.label());
        if (readers.size() != 1 || !(readers.get(0).layer() instanceof Pool2d pool)) {
            return Optional.empty();
        }
        Window window = pool.window();
        boolean sideBySide = window.strideY() == window.kernelHeight() && window.strideX() == window.kernelWidth();
        boolean whole = !window.isPadded() && !window.isDilated();
        boolean shifts = pool.kind() == PoolKind.MAX || Integer.bitCount(window.area()) == 1;
        boolean fits = sideBySide && whole && shifts && window.area() <= MOST_FUSED;
        return fits ? Optional.of(pool) : Optional.empty();
    }

    private static void checkOutput(Network network, Problems problems) {
        if (network.outputKind() == OutputKind.LOGITS && network.output().pixels() > 1) {
            problems.add(
                    "network '" + network.name() + "'",
                    "the last layer gives " + network.output() + ", which is no vector",
                    "end the network with a dense layer or a global pool");
        }
    }
}
