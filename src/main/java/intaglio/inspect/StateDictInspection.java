package intaglio.inspect;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.frontend.torch.Checkpoint;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** A state_dict without a graph: its layers are known by their tensors, the rest is open. */
public final class StateDictInspection {

    /** How much more unusual than the most usual graph another one may be. */
    private static final int MOST_UNUSUAL = 5;

    private static final List<Function> USUAL_FUNCTIONS = List.of(Function.RELU, Function.TANH, Function.SIGMOID);

    /** Between the two other usual ones, 0..1 and -1..1: networks of either are far better than chance with it. */
    private static final Normalization MIDDLE = Normalization.of(PixelRange.UNIT, 0.1307, 0.3081);

    private final Checkpoint checkpoint;
    private final List<WeightedTensors> tensors;

    private StateDictInspection(Checkpoint checkpoint, List<WeightedTensors> tensors) {
        this.checkpoint = checkpoint;
        this.tensors = tensors;
    }

    /**
     * Finds the layers of a state_dict.
     *
     * @throws IntaglioException (exit code 3) with all tensors that are of no layer
     */
    public static StateDictInspection of(Checkpoint checkpoint) {
        Problems problems = new Problems();
        List<WeightedTensors> tensors = StateDictLayers.of(checkpoint, problems);
        problems.throwIfAny();
        return new StateDictInspection(checkpoint, tensors);
    }

    /** Its layers in words, one each: names and shapes of the tensors. */
    public List<String> layers() {
        return tensors.stream()
                .map(layer -> layer.prefix() + ": " + (layer.isConvolution() ? "conv2d " : "dense ")
                        + layer.weight().shapeText() + (layer.bias() == null ? ", no bias" : "")
                        + layer.norm()
                                .map(norm -> ", batch norm " + norm.prefix())
                                .orElse(""))
                .toList();
    }

    /** Outputs of the last layer. */
    public int classes() {
        return tensors.get(tensors.size() - 1).outChannels();
    }

    /**
     * Ranks graphs, activations, pools and what may have been done to the images.
     *
     * @param labels of at least {@code count} images
     * @param count images to use at most
     * @param progress is told what is going on
     * @throws IntaglioException (exit code 3) where no graph fits the tensors
     */
    public Findings search(
            Path images, Optional<int[]> labels, int count, InputChoices inputs, Consumer<String> progress) {
        List<Graph> graphs = fitting(inputs);
        if (graphs.isEmpty()) {
            throw misfit(inputs);
        }
        Problems problems = new Problems();
        boolean channelsLast = checkpoint.conventions().isChannelsLast();
        Evaluator evaluator =
                new Evaluator(images, labels, count, new StateDictNetwork(tensors, channelsLast, problems));
        problems.throwIfAny();
        List<Hypothesis> seeds = new ArrayList<>();
        graphs.forEach(graph -> addSeeds(graph, inputs.of(graph.input()), seeds));
        Ranking ranking = new HypothesisSearch(evaluator, new Neighbours(inputs, tensors, graphs), progress).run(seeds);
        return FindingsOf.ranking(ranking, entry -> finding(entry, ranking));
    }

    /**
     * The most usual graph that fits the tensors, without images: ReLU everywhere, maximum pools, pixels of 0..1.
     *
     * @throws IntaglioException (exit code 3) where no graph fits the tensors
     */
    public Finding guess(InputChoices inputs) {
        List<Graph> graphs = fitting(inputs);
        if (graphs.isEmpty()) {
            throw misfit(inputs);
        }
        Graph form = graphs.get(0);
        Graph graph = form.withFunction(Function.RELU, Graph.Placement.EVERYWHERE, form.outputs(tensors));
        Normalization normalization =
                inputs.known().isEmpty() ? Normalization.NONE : inputs.known().get(0);
        InputHypothesis input = new InputHypothesis(inputs.given(), normalization);
        GraphText text = new GraphText(graph, tensors);
        StateDictRows rows = new StateDictRows(graph, tensors);
        String assumption = "guessed by inspect, from the shapes of the tensors alone: " + text.all() + "; input "
                + graph.input() + ", " + normalization.formula();
        return new Finding(
                text.all(),
                input,
                0,
                0,
                0,
                false,
                true,
                List.of(),
                rows.rows(),
                Optional.of(rows.network(input, List.of(assumption))));
    }

    /** Graphs for the shapes that the input may have; for unusual ones only where the usual ones have none. */
    private List<Graph> fitting(InputChoices inputs) {
        WeightedTensors first = tensors.get(0);
        List<Graph> graphs = new ArrayList<>();
        for (List<Shape> shapes : inputs.shapes(
                first.isConvolution() ? first.inputs() : inputs.stored().channels())) {
            if (graphs.isEmpty()) {
                shapes.forEach(shape -> graphs.addAll(GraphSearch.graphs(tensors, shape)));
            }
        }
        ToIntFunction<Graph> cost = graph -> graph.unusualSteps() + (isStored(graph.input(), inputs.stored()) ? 0 : 1);
        int least = graphs.stream().mapToInt(cost).min().orElse(0);
        return graphs.stream()
                .filter(graph -> cost.applyAsInt(graph) <= least + MOST_UNUSUAL)
                .sorted(Comparator.comparingInt(cost))
                .limit(GraphSearch.MOST_GRAPHS)
                .toList();
    }

    private static boolean isStored(Shape input, Shape stored) {
        return input.height() == stored.height() && input.width() == stored.width();
    }

    private void addSeeds(Graph graph, List<InputHypothesis> inputs, List<Hypothesis> seeds) {
        List<Shape> outputs = graph.outputs(tensors);
        boolean pooled = graph.blocks().stream().anyMatch(block -> block.pool().isPresent());
        List<PoolKind> kinds = pooled ? Block.Pool.KINDS : List.of(PoolKind.MAX);
        InputHypothesis input = inputs.stream()
                .filter(one -> one.normalization().equals(MIDDLE))
                .findFirst()
                .orElse(inputs.get(0));
        for (Function function : USUAL_FUNCTIONS) {
            for (PoolKind kind : kinds) {
                Graph seed = graph.withFunction(function, Graph.Placement.EVERYWHERE, outputs)
                        .withPoolKind(kind);
                seeds.add(new Hypothesis(Optional.of(seed), input));
            }
        }
    }

    private Finding finding(Ranking.Entry entry, Ranking ranking) {
        Graph graph = entry.hypothesis().graph().orElseThrow();
        GraphText text = new GraphText(graph, tensors);
        StateDictRows rows = new StateDictRows(graph, tensors);
        List<String> unsupported = text.unsupported();
        InputHypothesis input = entry.hypothesis().input();
        return new Finding(
                text.all(),
                input,
                entry.score().correct(),
                -entry.score().likelihood(),
                entry.score().confidence(),
                ranking.close().contains(entry),
                ranking.takes(entry),
                unsupported,
                rows.rows(),
                unsupported.isEmpty()
                        ? Optional.of(rows.network(input, assumptions(entry, ranking, text)))
                        : Optional.empty());
    }

    private List<String> assumptions(Ranking.Entry entry, Ranking ranking, GraphText text) {
        String how = ranking.labelled()
                ? String.format(
                        Locale.ROOT,
                        "found by inspect: %.2f %% of %d labelled images",
                        100.0 * entry.score().correct() / entry.score().images(),
                        entry.score().images())
                : "guessed by inspect, without labels";
        String preparation = entry.hypothesis().input().preparation().options();
        String images = preparation.isEmpty() ? "" : "; images with " + preparation;
        return List.of(how + ": " + text.all() + images);
    }

    private IntaglioException misfit(InputChoices inputs) {
        for (int i = 1; i < tensors.size(); i++) {
            WeightedTensors before = tensors.get(i - 1);
            WeightedTensors layer = tensors.get(i);
            if (before.outChannels() % layer.inputs() != 0 && layer.isConvolution()) {
                return IntaglioException.badInput(
                        checkpoint.file() + ": " + layer.prefix(),
                        "takes "
                                + layer.inputs() + " channels, but " + before.prefix() + " before it gives "
                                + before.outChannels() + ": the layers are no sequence",
                        "networks with branches are not"
                                + " supported; where the order of the tensors is not that of the layers, describe the network in"
                                + " a network file (docs/network-json.md)");
            }
        }
        return IntaglioException.badInput(
                checkpoint.file().toString(),
                "no sequence of its layers fits images of " + inputs.stored() + " or other usual sizes: "
                        + String.join("; ", layers()),
                "give the size of the training with --resize or --pad");
    }
}
