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

    private final boolean active;
    private final List<String> notes = new ArrayList<>();

    /** Null for real numbers. */
    private Grid grid;

    private boolean integers;

    /** Whether means of the grid's numbers have been taken that lie between its steps. */
    private boolean averaged;

    /** What the image is; final once the first layer with weights or average has read it. */
    private Grid input = Grid.IMAGE;

    private boolean inputFinal;

    /** For a graph that quantizes, or one that does not. */
    DataQuantization(boolean active) {
        this.active = active;
        grid = active ? input : null;
    }

    boolean isActive() {
        return active;
    }

    /** Whether the data are the image as it enters the graph; also in a model of floats. */
    boolean isInputOpen() {
        return !active || !inputFinal;
    }

    /** DequantizeLinear of an image of bytes. */
    void dequantizeImage(QuantizeParameters parameters) {
        input = Grid.of(parameters);
        grid = input;
        inputFinal = true;
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
        return input;
    }

    /** Where the integer network will differ from what the file says. */
    List<String> notes() {
        return notes;
    }

    /** After a refused node. */
    void lose() {
        grid = active ? Grid.UNKNOWN : null;
        integers = false;
        averaged = false;
        inputFinal = true;
    }

    /** Fewer bytes from here on. */
    void narrow(int low, int high) {
        grid = grid.within(low, high);
    }

    /** A layer takes the data over, and gives real numbers if it has weights. */
    void enter(LayerDraft layer, boolean lost) {
        if (!active) {
            return;
        }
        boolean known = grid == null || !grid.isUnknown();
        inputFinal |= !layer.isMaxPool();
        if (!layer.isWeighted()) {
            if (averaged && layer.isAveragePool()) {
                noteMeans(layer);
            }
            averaged |= grid != null && layer.isAveragePool();
            return;
        }
        if (known && !lost) {
            check(layer);
        }
        layer.quantization().setInput(grid);
        grid = null;
        averaged = false;
    }

    /** The bytes of the last layer's output are left out, since its sums say more. */
    void finish(LayerChain chain) {
        LayerDraft last = chain.layers().get(chain.layers().size() - 1);
        LayerDraft weighted = chain.lastWeighted();
        Grid output = last.quantization().output();
        if (weighted != null
                && weighted.quantization().output() == null
                && weighted.quantization().isLimited()) {
            weighted.problem("its output is clipped, but nothing quantizes it", "leave the Clip at the end out");
        }
        if (output != null) {
            notes.add(last.where() + ": the output's bytes (" + output + ") are left out, logits are its sums");
        }
    }

    private void check(LayerDraft layer) {
        String lacks = layer.quantization().weights() == null ? "weights" : "";
        lacks += grid == null ? (lacks.isEmpty() ? "" : " and ") + "data" : "";
        if (!lacks.isEmpty()) {
            layer.problem("its " + lacks + " are not quantized, other tensors of the model are", QUANTIZE_ALL);
        } else if (averaged) {
            noteMeans(layer);
        }
    }

    private void noteMeans(LayerDraft reader) {
        notes.add(reader.where() + ": reads means that are not quantized again; they are rounded to steps of "
                + (float) grid.scale());
    }

    /** QuantizeLinear. */
    void quantize(Node node, Grid target, LayerChain chain) {
        if (grid == null) {
            quantizeOutput(node, target, chain);
        } else if (!inputFinal) {
            inputFinal = true;
            input = target;
            grid = target;
        } else if (grid.isUnknown()) {
            grid = target;
        } else if (!grid.isLike(target)) {
            rescale(node, target, chain);
        }
        averaged = false;
        integers = true;
    }

    private void rescale(Node node, Grid target, LayerChain chain) {
        Grid from = grid;
        boolean means = averaged;
        averaged = false;
        LayerDraft layer = Rescaling.append(node, from, target, means, chain);
        grid = layer == null ? target : layer.setOutput(target);
        if (layer != null) {
            notes.add(node.where() + ": quantizes from " + from + " to " + target
                    + ", which takes a layer with multipliers of its own; with equal scales it would take none");
        }
    }

    private void quantizeOutput(Node node, Grid target, LayerChain chain) {
        LayerDraft layer = chain.lastWeighted();
        if (layer == null || !chain.endsInMaxPools()) {
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
