package intaglio.frontend.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows what the data of a quantized model are from node to node: real numbers behind a layer with weights, integers
 * behind QuantizeLinear, and behind DequantizeLinear real numbers that are steps of a {@link Grid}. Of no effect in a
 * model of floats.
 */
final class DataQuantization {

    private static final String QUANTIZE_ALL =
            "quantize weights and data of every layer, or give the float model and let Intaglio quantize it";

    private final Common common;

    /** Null for real numbers. */
    private Grid grid;

    private boolean integers;

    /** Whether means of the grid's numbers have been taken that lie between its steps. */
    private boolean averaged;

    /** For a graph that quantizes, or one that does not. */
    DataQuantization(boolean active) {
        common = new Common(active);
        grid = active ? common.input : null;
    }

    private DataQuantization(DataQuantization from) {
        common = from.common;
        grid = from.grid;
        integers = from.integers;
        averaged = from.averaged;
    }

    /** The same for another node that reads the data. */
    DataQuantization copy() {
        return new DataQuantization(this);
    }

    /** What is known of all tensors of a graph. */
    private static final class Common {

        private final boolean active;
        private final List<String> notes = new ArrayList<>();

        /** What the image is; final once the first layer with weights or average has read it. */
        private Grid input = Grid.IMAGE;

        private boolean inputFinal;

        private Common(boolean active) {
            this.active = active;
        }
    }

    boolean isActive() {
        return common.active;
    }

    /** Whether the data are the image as it enters the graph; also in a model of floats. */
    boolean isInputOpen() {
        return !common.active || !common.inputFinal;
    }

    /** DequantizeLinear of an image of bytes. */
    void dequantizeImage(QuantizeParameters parameters) {
        common.input = Grid.of(parameters);
        grid = common.input;
        common.inputFinal = true;
    }

    /** Whether the data are integers, which QuantizeLinear has made. */
    boolean areIntegers() {
        return integers;
    }

    /** Null where the data are real numbers. */
    Grid grid() {
        return grid;
    }

    Grid input() {
        return common.input;
    }

    /** Where the integer network will differ from what the file says. */
    List<String> notes() {
        return common.notes;
    }

    /** After a refused node. */
    void lose() {
        grid = common.active ? Grid.UNKNOWN : null;
        integers = false;
        averaged = false;
        common.inputFinal = true;
    }

    /** Fewer bytes from here on. */
    void narrow(int low, int high) {
        grid = grid.within(low, high);
    }

    /** A layer takes the data over, and gives real numbers if it has weights. */
    void enter(LayerDraft layer, boolean lost) {
        if (!common.active) {
            return;
        }
        boolean known = grid == null || !grid.isUnknown();
        boolean average = layer.pool().isPresent() && !layer.pool().get().isMax();
        common.inputFinal |= layer.pool().isEmpty() || average;
        WeightedDraft weighted = layer.weighted().orElse(null);
        if (weighted == null) {
            if (averaged && average) {
                noteMeans(layer);
            }
            averaged |= grid != null && average;
            return;
        }
        if (known && !lost) {
            check(weighted);
        }
        weighted.quantization().setInput(grid);
        grid = null;
        averaged = false;
    }

    /** The bytes of the last layer's output are left out, since its sums say more. */
    void finish(Flow flow) {
        LayerDraft last = flow.source();
        WeightedDraft weighted = flow.lastWeighted();
        Grid output =
                last.weighted().map(layer -> layer.quantization().output()).orElse(null);
        if (weighted != null
                && weighted.quantization().output() == null
                && weighted.quantization().isLimited()) {
            weighted.problem("its output is clipped, but nothing quantizes it", "leave the Clip at the end out");
        }
        if (output != null) {
            common.notes.add(last.where() + ": the output's bytes (" + output + ") are left out, logits are its sums");
        }
    }

    private void check(WeightedDraft layer) {
        String lacks = layer.quantization().weights() == null ? "weights" : "";
        lacks += grid == null ? (lacks.isEmpty() ? "" : " and ") + "data" : "";
        if (!lacks.isEmpty()) {
            layer.problem("its " + lacks + " are not quantized, other tensors of the model are", QUANTIZE_ALL);
        } else if (averaged) {
            noteMeans(layer);
        }
    }

    private void noteMeans(LayerDraft reader) {
        common.notes.add(reader.where() + ": reads means that are not quantized again; they are rounded to steps of "
                + (float) grid.scale());
    }

    /** QuantizeLinear. */
    void quantize(Node node, Grid target, Flow flow) {
        if (grid == null) {
            quantizeOutput(node, target, flow);
        } else if (!common.inputFinal) {
            common.inputFinal = true;
            common.input = target;
            grid = target;
        } else if (grid.isUnknown()) {
            grid = target;
        } else if (!grid.isLike(target)) {
            rescale(node, target, flow);
        }
        averaged = false;
        integers = true;
    }

    private void rescale(Node node, Grid target, Flow flow) {
        Grid from = grid;
        boolean means = averaged;
        averaged = false;
        WeightedDraft layer = Rescaling.append(node, from, target, means, flow);
        grid = layer == null ? target : layer.setOutput(target);
        if (layer != null) {
            common.notes.add(node.where() + ": quantizes from " + from + " to " + target
                    + ", which takes a layer with multipliers of its own; with equal scales it would take none");
        }
    }

    private void quantizeOutput(Node node, Grid target, Flow flow) {
        WeightedDraft layer = flow.lastWeighted();
        if (layer == null || !flow.endsInMaxPools()) {
            node.problem(
                    "quantizes means of numbers that are not quantized themselves",
                    "quantize before the average pool, too");
            grid = target;
        } else {
            grid = layer.setOutput(target);
        }
    }

    /** DequantizeLinear. */
    void dequantize(Node node, QuantizeParameters parameters) {
        if (!integers && !(grid != null && grid.isUnknown())) {
            node.problem("dequantizes data that no QuantizeLinear has quantized", "give images as floats");
        } else if (integers && !grid.isLike(Grid.of(parameters))) {
            node.problem(
                    "dequantizes with " + Grid.of(parameters) + " what has been quantized to " + grid,
                    "use the scale and zero point of the QuantizeLinear before");
        }
        integers = false;
    }
}
