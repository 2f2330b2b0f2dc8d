package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.op.Concat;
import intaglio.op.Layer;
import java.util.List;

/**
 * Channels one after the other. A function of each element moves before it, which is the same; and what its outputs are
 * quantized to, which takes a layer for each input that has another scale already.
 */
final class ConcatDraft extends LayerDraft {

    private final List<Shape> shapes;
    private final List<Grid> grids;

    // Real numbers that a Clip before QuantizeLinear leaves.
    private float least = Float.NEGATIVE_INFINITY;
    private float most = Float.POSITIVE_INFINITY;

    /**
     * For a node.
     *
     * @param shapes of the inputs
     * @param grids of the inputs; null for real numbers
     */
    ConcatDraft(Node node, List<Shape> shapes, List<Grid> grids) {
        super(node, LayerNames.module(node, "concat"));
        this.shapes = shapes;
        this.grids = grids;
    }

    @Override
    boolean isUnchangedBy(Activation function) {
        return inputsUnchangedBy(function);
    }

    @Override
    boolean canTake(Activation function) {
        return inputsTake(function);
    }

    @Override
    void take(Activation function) {
        giveToInputs(function);
    }

    @Override
    boolean isQuantizable() {
        boolean all = true;
        for (int i = 0; i < grids.size(); i++) {
            LayerDraft input = inputs().get(i);
            all &= grids.get(i) != null || (input != null && input.isQuantizable());
        }
        return all;
    }

    @Override
    Grid quantize(Grid target, Node by, GraphDraft graph) {
        Grid whole = null;
        for (int i = 0; i < grids.size(); i++) {
            Grid part = quantize(i, target, by, graph);
            whole = whole == null ? part : whole.union(part);
        }
        return whole;
    }

    private Grid quantize(int input, Grid target, Node by, GraphDraft graph) {
        Grid from = grids.get(input);
        if (from == null) {
            return inputs().get(input).quantize(target, by, graph);
        }
        Grid limited = target.within(target.quantize(least), target.quantize(most));
        if (from.isLike(target) && from.low() >= limited.low() && from.high() <= limited.high()) {
            return from;
        }
        WeightedDraft layer = Rescaling.layer(by, from, shapes.get(input).channels());
        layer.read(inputs().get(input));
        readInstead(input, layer);
        graph.insertBefore(this, layer);
        graph.noteRescaling(by, from, target);
        return layer.quantize(limited, by, graph);
    }

    /** What is quantized already is limited when it is quantized again. */
    @Override
    void limit(float low, float high) {
        least = Math.max(least, low);
        most = Math.min(most, high);
        for (int i = 0; i < grids.size(); i++) {
            if (grids.get(i) == null) {
                inputs().get(i).limit(low, high);
            }
        }
    }

    @Override
    Layer toLayer(String label) {
        return new Concat(label);
    }
}
