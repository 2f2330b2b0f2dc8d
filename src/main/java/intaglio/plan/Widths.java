package intaglio.plan;

import intaglio.graph.IntegerModel;
import intaglio.num.Interval;
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;
import java.util.HashMap;
import java.util.Map;

/**
 * What the folding search must know of a stage's numbers: its proved widths, for the area estimate, and how long they
 * take from the drain to the next layer.
 *
 * @param input bits of an input
 * @param operand bits of an input, signed
 * @param sum bits of a sum
 * @param scaled bits of an accumulator times its multiplier
 * @param output bits of an output
 * @param places of the table that is the activation; 0 where there is none
 * @param combineCycles of a join: cycles from the words of the inputs to the accumulators or to the chosen word
 * @param finishCycles cycles from a sum in the drain to the activation or the pooled value
 */
record Widths(
        int input, int operand, int sum, int scaled, int output, int places, int combineCycles, int finishCycles) {

    /** Widths of every stage, by its label. */
    static Map<String, Widths> of(StageGraph graph, IntegerModel model, Ranges ranges) {
        Map<String, Widths> widths = new HashMap<>();
        for (int i = 0; i < graph.size(); i++) {
            Stage stage = graph.stages().get(i);
            LayerRanges layer = ranges.layer(stage.label());
            Interval input = graph.sources().get(i).stream()
                    .map(source -> output(graph, source, ranges))
                    .reduce(Interval::union)
                    .orElseThrow();
            // Layers that only move values have no sum.
            Interval sum = layer.sum() == null ? layer.output() : layer.sum();
            Interval scaled = layer.scaled() == null ? sum : layer.scaled();
            widths.put(
                    stage.label(),
                    new Widths(
                            input.bits(),
                            input.signedBits(),
                            sum.signedBits(),
                            scaled.signedBits(),
                            layer.output().bits(),
                            stage.tablePlaces(model),
                            stage.combineCycles(model),
                            stage.finishCycles(model)));
        }
        return widths;
    }

    /** A fused pool stays inside the interval of its convolution. */
    private static Interval output(StageGraph graph, int source, Ranges ranges) {
        return source == StageGraph.INPUT
                ? new Interval(0, IntegerModel.INPUT_MAX)
                : ranges.layer(graph.stages().get(source).label()).output();
    }
}
