package intaglio.plan;

import intaglio.graph.IntegerModel;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.num.Interval;
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;

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
 * @param finishCycles cycles from a sum in the drain to the activation or the pooled value
 */
record Widths(int input, int operand, int sum, int scaled, int output, int places, int finishCycles) {

    /** Widths of every stage, in order. */
    static java.util.List<Widths> of(java.util.List<Stage> stages, IntegerModel model, Ranges ranges) {
        java.util.List<Widths> widths = new java.util.ArrayList<>();
        Interval input = new Interval(0, IntegerModel.INPUT_MAX);
        for (Stage stage : stages) {
            LayerRanges layer = ranges.layer(stage.label());
            Interval scaled = layer.scaled() == null ? layer.sum() : layer.scaled();
            widths.add(new Widths(
                    input.bits(),
                    input.signedBits(),
                    layer.sum().signedBits(),
                    scaled.signedBits(),
                    layer.output().bits(),
                    places(stage, model),
                    finishCycles(stage, model)));
            input = layer.output();
        }
        return widths;
    }

    private static int finishCycles(Stage stage, IntegerModel model) {
        if (stage instanceof Stage.Pool own) {
            return own.pool().kind() == PoolKind.AVERAGE ? Pipeline.MEAN : 0;
        }
        IntegerParameters parameters = parameters(stage, model);
        return Pipeline.requantize(parameters.requantize())
                + (parameters.table().isPresent() ? Pipeline.LOOKUP : 0);
    }

    private static int places(Stage stage, IntegerModel model) {
        return stage instanceof Stage.Pool
                ? 0
                : parameters(stage, model)
                        .table()
                        .map(table -> (int) table.indices().high() + 1)
                        .orElse(0);
    }

    private static IntegerParameters parameters(Stage stage, IntegerModel model) {
        return model.parameters(stage instanceof Stage.Conv conv ? conv.conv() : ((Stage.Dense) stage).layer());
    }
}
