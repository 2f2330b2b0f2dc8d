package intaglio.plan;

import intaglio.diag.Problems;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.graph.Shapes;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.Layer;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Groups the layers of a network into the stages that engines compute. */
public final class Lowering {

    /** Values of a window that a convolution computes at once. */
    private static final int MOST_FUSED = 16;

    /** Pools of which each is decided for itself; where there are more, they all are kept apart or none. */
    private static final int MOST_CHOSEN_ALONE = 2;

    private final Network network;
    private final Set<String> apart;
    private final Shapes shapes;
    private final List<Stage> stages = new ArrayList<>();
    private final List<List<Integer>> sources = new ArrayList<>();
    /** The stage that gives a layer's output. */
    private final Map<String, Integer> stageOf = new HashMap<>();

    private Lowering(Network network, Set<String> apart) {
        this.network = network;
        this.apart = apart;
        shapes = network.shapes();
        stageOf.put(Network.INPUT, StageGraph.INPUT);
    }

    /**
     * Stages in network order.
     *
     * @throws intaglio.diag.IntaglioException with every layer the hardware has no engine for
     */
    public static StageGraph of(Network network) {
        return of(network, Set.of());
    }

    /** The same where some pools are stages of their own, though convolutions could compute them on the way. */
    private static StageGraph of(Network network, Set<String> apart) {
        Problems problems = new Problems();
        checkOutput(network, problems);
        problems.throwIfAny();
        Lowering lowering = new Lowering(network, apart);
        for (Node node : network.nodes()) {
            if (!lowering.stageOf.containsKey(node.label())) {
                lowering.add(node);
            }
        }
        return new StageGraph(
                lowering.stages, lowering.sources, new OutputPort(network.outputKind(), network.output()));
    }

    /**
     * The ways to keep pools and convolutions apart. A convolution without a pool works on one or two pixels at once, not
     * on all that the pool looks at, and so can take fewer multipliers or divide them otherwise.
     */
    static List<StageGraph> withPoolsApart(Network network) {
        List<String> pools = of(network).stages().stream()
                .filter(stage -> stage.layers().size() > 1)
                .map(stage -> stage.layers().get(1))
                .toList();
        List<StageGraph> graphs = new ArrayList<>();
        if (pools.size() <= MOST_CHOSEN_ALONE) {
            for (int chosen = 1; chosen < 1 << pools.size(); chosen++) {
                graphs.add(of(network, chosen(pools, chosen)));
            }
        } else {
            graphs.add(of(network, Set.copyOf(pools)));
        }
        return graphs;
    }

    /** The labels of which the bit is set. */
    private static Set<String> chosen(List<String> labels, int bits) {
        return IntStream.range(0, labels.size())
                .filter(index -> (bits >> index & 1) != 0)
                .mapToObj(labels::get)
                .collect(Collectors.toSet());
    }

    private void add(Node node) {
        Stage stage = node.layer().match(new Stages(node));
        stage.layers().forEach(label -> stageOf.put(label, stages.size()));
        sources.add(node.inputs().stream().map(stageOf::get).toList());
        stages.add(stage);
    }

    /** The stage that a node begins. */
    private final class Stages implements LayerCases<Stage> {

        private final Node node;

        private Stages(Node node) {
            this.node = node;
        }

        @Override
        public Stage conv2d(Conv2d conv) {
            Shape input = shapes.input(node);
            if (coversInput(conv, input)) {
                return new Stage.Dense(conv, input);
            }
            Optional<Pool2d> pool = fusable(node);
            return new Stage.Conv(
                    conv, pool, input, shapes.of(pool.map(Layer::label).orElse(node.label())));
        }

        @Override
        public Stage dense(Dense dense) {
            return new Stage.Dense(dense, shapes.input(node));
        }

        @Override
        public Stage pool2d(Pool2d pool) {
            return new Stage.Pool(pool, shapes.input(node));
        }

        @Override
        public Stage add(Add add) {
            return new JoinStage.Sum(add, shapes.inputs(node));
        }

        @Override
        public Stage concat(Concat concat) {
            return new JoinStage.Channels(concat, shapes.inputs(node));
        }

        @Override
        public Stage depthToSpace(DepthToSpace layer) {
            return new ShuffleStage(layer, shapes.input(node));
        }
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
        Optional<Pool2d> only = readers.size() == 1 ? readers.get(0).layer().pool() : Optional.empty();
        return only.filter(pool -> !apart.contains(pool.label())).filter(Lowering::isComputedOnTheWay);
    }

    private static boolean isComputedOnTheWay(Pool2d pool) {
        Window window = pool.window();
        boolean sideBySide = window.strideY() == window.kernelHeight() && window.strideX() == window.kernelWidth();
        boolean whole = !window.isPadded() && !window.isDilated();
        boolean shifts = pool.kind() == PoolKind.MAX || Integer.bitCount(window.area()) == 1;
        return sideBySide && whole && shifts && window.area() <= MOST_FUSED;
    }

    private static void checkOutput(Network network, Problems problems) {
        if (network.outputKind() == OutputKind.LOGITS && network.output().pixels() > 1) {
            problems.add(
                    "network '" + network.name() + "'",
                    "the last layer gives " + network.output() + ", which is no vector",
                    "end the network with a dense layer or a global pool");
        }
        if (network.outputKind() == OutputKind.IMAGE && network.output().channels() > OutputPort.MOST_CHANNELS) {
            problems.add(
                    "network '" + network.name() + "'",
                    "an image of " + network.output().channels() + " channels; a pixel has " + OutputPort.MOST_CHANNELS
                            + " bytes at most",
                    "give the values instead of an image");
        }
    }
}
