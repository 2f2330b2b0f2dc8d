package intaglio.plan;

import intaglio.num.Interval;
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;

/** Proved widths of a stage, as the folding search needs them for its area estimate. */
record Widths(int input, int sum, int scaled, int output) {

    /** Widths of every stage, in order. */
    static java.util.List<Widths> of(java.util.List<Stage> stages, Ranges ranges) {
        java.util.List<Widths> widths = new java.util.ArrayList<>();
        int input = new Interval(0, intaglio.ir.IntegerModel.INPUT_MAX).bits();
        for (Stage stage : stages) {
            LayerRanges layer = ranges.layer(stage.label());
            int output = layer.output().bits();
            Interval scaled = layer.scaled() == null ? layer.sum() : layer.scaled();
            widths.add(new Widths(input, layer.sum().signedBits(), scaled.signedBits(), output));
            input = output;
        }
        return widths;
    }
}
