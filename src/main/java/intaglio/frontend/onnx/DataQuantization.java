package intaglio.frontend.onnx;

import intaglio.graph.OutputKind;
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

    /** Whether the data are the image, which no layer with weights has read and nothing on this way has quantized. */
    private boolean asEntered = true;

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
        asEntered = from.asEntered;
        averaged = from.averaged;
    }

    /** The same for another node that reads the data. */
    DataQuantization copy() {
        return new DataQuantization(this);
    }

    /** What is known of all tensors of a graph. */
    private static final class Common {

        private final boolean active;
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

    /** After a refused node. */
    void lose() {
        grid = common.active ? Grid.UNKNOWN : null;
        integers = false;
        averaged = false;
        common.inputFinal = true;
    }

    /** Whether the data are means between the steps of the grid. */
    boolean areMeans() {
        return averaged;
    }

    /** Fewer bytes from here on. */
    void narrow(int low, int high) {
        grid = grid.within(low, high);
    }

    /** A layer with one input takes the data over, and gives real numbers if it has weights. */
    void enter(LayerDraft layer, boolean lost, GraphDraft graph) {
        if (!common.active) {
            return;
        }
        settleImage();
        boolean known = grid == null || !grid.isUnknown();
        boolean average = layer.pool().isPresent() && !layer.pool().get().isMax();
        common.inputFinal |= layer.pool().isEmpty() || average;
        WeightedDraft weighted = layer.weighted().orElse(null);
        if (weighted == null) {
            if (averaged && average) {
                noteMeans(layer.node(), graph);
            }
            averaged |= grid != null && average;
            return;
        }
        if (known && !lost) {
            check(weighted, graph);
        }
        weighted.quantization().setInput(grid);
        giveReals();
    }

    private void giveReals() {
        grid = null;
        averaged = false;
        asEntered = false;
    }

    /** The image is what another node that reads it has made of it. */
    private void settleImage() {
        if (asEntered && common.inputFinal) {
            grid = common.input;
        }
    }

    /** What tensors are; null for real numbers. */
    static List<Grid> grids(List<Flow> flows) {
        List<Grid> grids = new ArrayList<>();
        flows.forEach(flow -> grids.add(flow.quantization().grid));
        return grids;
    }

    /** This tensor and others are added up, which gives real numbers. */
    void addUp(Node node, List<Flow> flows) {
        if (common.active) {
            flows.forEach(flow -> flow.quantization().enterJoin(node, flow));
            flows.stream()
                    .filter(flow -> flow.quantization().grid == null)
                    .forEach(flow -> flow.source().readWide(node));
            giveReals();
        }
    }

    /** This tensor and others are put together: numbers of one grid, or real numbers that are to be quantized behind. */
    void putTogether(Node node, List<Flow> flows) {
        if (!common.active) {
            return;
        }
        flows.forEach(flow -> flow.quantization().enterJoin(node, flow));
        boolean alike = flows.stream().map(Flow::quantization).allMatch(this::isLike);
        if (integers && !alike) {
            node.problem(
                    "puts integers of different scales together", "put a DequantizeLinear before each of its inputs");
        }
        Grid whole = alike && grid != null
                ? grids(flows).stream().reduce(Grid::union).orElseThrow()
                : null;
        giveReals();
        grid = whole;
    }

    private boolean isLike(DataQuantization other) {
        return integers == other.integers
                && (grid == null ? other.grid == null : other.grid != null && grid.isLike(other.grid));
    }

    /** Settles what a tensor is that meets others. */
    private void enterJoin(Node node, Flow flow) {
        settleImage();
        common.inputFinal |= flow.source() == null;
        if (averaged) {
            noteMeans(node, flow.graph());
        }
    }

    /** The last layer's bytes are left out, since its sums say more. */
    void finish(Flow flow, OutputKind kind) {
        ScaledDraft last = flow.source().scaled().orElse(null);
        if (last != null && last.isLimited()) {
            last.problem("its output is clipped, but nothing quantizes it", "leave the Clip at the end out");
        }
        if (last != null && last.output() != null) {
            String what = kind == OutputKind.LOGITS ? "logits" : kind == OutputKind.IMAGE ? "pixels" : "values";
            flow.graph()
                    .differences()
                    .add(last.where() + ": the output's bytes (" + last.output() + ") are left out, " + what
                            + (kind == OutputKind.IMAGE ? " are rounded from its sums" : " are its sums"));
        }
    }

    private void check(WeightedDraft layer, GraphDraft graph) {
        String lacks = layer.quantization().weights() == null ? "weights" : "";
        lacks += grid == null ? (lacks.isEmpty() ? "" : " and ") + "data" : "";
        if (!lacks.isEmpty()) {
            layer.problem("its " + lacks + " are not quantized, other tensors of the model are", QUANTIZE_ALL);
        } else if (averaged) {
            noteMeans(layer.node(), graph);
        }
    }

    private void noteMeans(Node reader, GraphDraft graph) {
        graph.differences()
                .add(reader.where() + ": reads means that are not quantized again; they are rounded to steps of "
                        + (float) grid.scale());
    }

    /** QuantizeLinear. */
    void quantize(Node node, Grid target, Flow flow) {
        settleImage();
        if (grid == null) {
            quantizeReals(node, target, flow);
        } else if (!common.inputFinal) {
            common.inputFinal = true;
            common.input = target;
            grid = target;
        } else if (grid.isUnknown()) {
            grid = target;
        } else if (!grid.isLike(target)) {
            rescale(node, target, flow);
        }
        asEntered = false;
        averaged = false;
        integers = true;
    }

    private void rescale(Node node, Grid target, Flow flow) {
        Grid from = grid;
        boolean means = averaged;
        averaged = false;
        WeightedDraft layer = Rescaling.append(node, from, target, means, flow);
        grid = layer == null ? target : layer.quantize(target, node, flow.graph());
        if (layer != null) {
            flow.graph().noteRescaling(node, from, target);
        }
    }

    private void quantizeReals(Node node, Grid target, Flow flow) {
        if (flow.source().isQuantizable()) {
            grid = flow.source().quantize(target, node, flow.graph());
        } else {
            node.problem(
                    "quantizes means of numbers that are not quantized themselves",
                    "quantize before the average pool, too");
            grid = target;
        }
    }

    /** A layer that gives the data as they are, within {@code low..high}. */
    void copy(Node node, int low, int high, Flow flow) {
        Grid from = grid;
        WeightedDraft layer = from == null ? null : Rescaling.append(node, from, from, false, flow);
        if (layer == null) {
            node.problem("reads one tensor twice, and nothing quantizes it before", QUANTIZE_ALL);
        } else {
            grid = layer.quantize(from.within(low, high), node, flow.graph());
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
