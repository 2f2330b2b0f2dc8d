package intaglio.inspect;

import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All hypotheses that differ from one in a single thing. */
final class Neighbours {

    private final InputChoices inputs;
    private final List<WeightedTensors> tensors;
    private final List<Graph> forms;

    /**
     * Neighbours.
     *
     * @param tensors of a state_dict; empty for a model with a graph of its own
     * @param forms all that fit the tensors
     */
    Neighbours(InputChoices inputs, List<WeightedTensors> tensors, List<Graph> forms) {
        this.inputs = inputs;
        this.tensors = tensors;
        this.forms = forms;
    }

    /** What of a graph does not change here: its sizes. */
    static Graph form(Graph graph) {
        return graph.withFunction(Function.NONE)
                .withPoolKind(PoolKind.MAX)
                .withPoolFirst(false)
                .withNormLast(false);
    }

    List<Hypothesis> of(Hypothesis hypothesis) {
        List<Hypothesis> neighbours = new ArrayList<>();
        Shape input = hypothesis.graph().map(Graph::input).orElse(null);
        hypothesis
                .graph()
                .ifPresent(graph -> graphs(graph).forEach(other -> neighbours.add(hypothesis.withGraph(other))));
        (input == null ? List.<InputHypothesis>of() : inputs.of(input))
                .forEach(other -> neighbours.add(hypothesis.withInput(other)));
        return neighbours;
    }

    /** The same functions and normalization with paddings, strides and pools of every other form. */
    List<Hypothesis> otherForms(Hypothesis hypothesis) {
        List<Hypothesis> others = new ArrayList<>();
        for (Graph form : forms) {
            List<InputHypothesis> same = inputs.of(form.input()).stream()
                    .filter(input -> isSameButForSize(input, hypothesis.input()))
                    .toList();
            Graph alike = form.withFunctionsOf(hypothesis.graph().orElseThrow());
            for (PoolKind kind : Block.Pool.KINDS) {
                same.forEach(input -> others.add(new Hypothesis(Optional.of(alike.withPoolKind(kind)), input)));
            }
        }
        return others;
    }

    private static boolean isSameButForSize(InputHypothesis one, InputHypothesis other) {
        return one.normalization().equals(other.normalization())
                && one.preparation().inverted() == other.preparation().inverted()
                && one.preparation().channels().equals(other.preparation().channels());
    }

    private List<Graph> graphs(Graph graph) {
        List<Graph> graphs = new ArrayList<>();
        Function main = graph.function();
        List<Shape> outputs = graph.outputs(tensors);
        for (Function function : Function.values()) {
            graphs.add(
                    main == Function.NONE
                            ? graph.withFunction(function, Graph.Placement.EVERYWHERE, outputs)
                            : graph.withFunction(function));
        }
        for (Graph.Placement placement : Graph.Placement.values()) {
            graphs.add(graph.withFunction(main, placement, outputs));
        }
        for (PoolKind kind : Block.Pool.KINDS) {
            graphs.add(graph.withPoolKind(kind));
        }
        for (int i = 0; i < graph.blocks().size() - 1; i++) {
            Function here = graph.blocks().get(i).function();
            graphs.add(graph.withFunctionAt(i, here == Function.NONE ? main : Function.NONE));
        }
        addOrders(graph, graphs);
        return graphs;
    }

    private void addOrders(Graph graph, List<Graph> graphs) {
        if (graph.blocks().stream().anyMatch(Block::orderMatters)) {
            graphs.add(graph.withPoolFirst(graph.blocks().stream().noneMatch(Block::poolFirst)));
        }
        if (tensors.stream().anyMatch(layer -> layer.norm().isPresent())) {
            graphs.add(graph.withNormLast(graph.blocks().stream().noneMatch(Block::normLast)));
        }
    }
}
