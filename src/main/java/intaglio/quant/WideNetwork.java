package intaglio.quant;

import intaglio.diag.Problems;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.Layer;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One trained network on its way to the {@code wide} arithmetic. */
final class WideNetwork {

    /** Ends of a table's outputs. */
    private static final Interval TABLE = new Interval(-(1 << 30), 1 << 30);

    /** A table that is off by more output units than this is refused: 1/128, a step of uint8 over -1..1. */
    private static final double LARGEST_TABLE_ERROR = 2;

    private final FloatModel model;
    private final Network network;
    private final int multiplierBits;
    private final Rounding rounding;
    private final IntegerDraft draft;
    private final Problems problems = new Problems();
    private final List<LayerReport> reports = new ArrayList<>();

    /** What is known of the tensors, by label. */
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /**
     * What a tensor stands for.
     *
     * @param gain units per 1.0
     * @param zeroPoints one, or one for each channel; 0 but for the image
     */
    private record Tensor(float gain, int[] zeroPoints) {

        TensorScale scale() {
            return new TensorScale(1.0 / gain, zeroPoints);
        }
    }

    WideNetwork(FoldedInput folded, int multiplierBits, Rounding rounding) {
        model = folded.model();
        network = model.network();
        this.multiplierBits = multiplierBits;
        this.rounding = rounding;
        draft = new IntegerDraft(network);
        tensors.put(Network.INPUT, new Tensor(WideQuantizer.gain(network), folded.zeroPoints()));
    }

    Quantized quantize() {
        checkTables();
        for (Node node : network.nodes()) {
            tensors.put(node.label(), node.layer().match(new Rules(node)));
        }
        problems.throwIfAny();
        return new Quantized(draft.model(), reports);
    }

    /** The layers of one kind each. Gives what the outputs stand for. */
    private final class Rules implements LayerCases<Tensor> {

        private final Node node;
        private final List<Tensor> inputs;

        Rules(Node node) {
            this.node = node;
            inputs = node.inputs().stream().map(tensors::get).toList();
        }

        @Override
        public Tensor conv2d(Conv2d layer) {
            return weighted(layer, inputs.get(0));
        }

        @Override
        public Tensor dense(Dense layer) {
            return weighted(layer, inputs.get(0));
        }

        @Override
        public Tensor pool2d(Pool2d layer) {
            if (layer.countsPadding()) {
                draft.putPadding(layer.label(), inputs.get(0).zeroPoints()[0]);
            }
            return inputs.get(0);
        }

        @Override
        public Tensor add(Add layer) {
            return sum(layer, node.inputs(), inputs);
        }

        @Override
        public Tensor concat(Concat layer) {
            if (!inputs.stream().map(Tensor::scale).allMatch(inputs.get(0).scale()::isSame)) {
                problems.add(
                        "layer '" + layer.label() + "'",
                        "joins values of different units: the image's own, and those of a layer behind a table",
                        "use --arithmetic uint8 --calibrate FILE");
            }
            return inputs.get(0);
        }

        @Override
        public Tensor depthToSpace(DepthToSpace layer) {
            return inputs.get(0);
        }
    }

    private Tensor weighted(Weighted layer, Tensor input) {
        FloatParameters floats = model.parameters(layer);
        if (!WideQuantizer.finite(layer.label() + ".weight", floats.weights(), problems)) {
            return input;
        }
        WeightQuantization weights = WeightQuantization.of(floats.weights());
        Optional<TableChoice> table = table(layer);
        float gain = outputGain(layer, input.gain());
        // Of the requantized value: the layer's own unit, or a step of the table's index.
        float units = table.map(choice -> (float) (1 / choice.index().scale())).orElse(gain);
        double scale = weights.scale() * ((double) units / input.gain());
        Requantize pair = MultiplierSearch.best(scale, multiplierBits).withRounding(rounding);
        long[] bias = WideQuantizer.bias(layer, floats.bias(), units, pair, problems);
        draft.put(
                layer.label(),
                new IntegerParameters(
                        weights.weights(),
                        new int[] {weights.zeroPoint()},
                        input.zeroPoints(),
                        bias,
                        table.map(choice -> ofTable(pair, choice)).orElseGet(() -> pair.withClamp(clamp(layer, gain))),
                        new double[] {weights.scale()},
                        table.map(TableChoice::table)));
        reports.add(new LayerReport(
                layer.label(),
                weights.scale(),
                weights.zeroPoint(),
                pair,
                MultiplierSearch.relativeError(scale, pair),
                weights.clipped(),
                WideQuantizer.unit(gain),
                table));
        return new Tensor(gain, new int[] {0});
    }

    private Tensor sum(Add layer, List<String> labels, List<Tensor> inputs) {
        Optional<TableChoice> table = table(layer);
        float gain = outputGain(layer, inputs.get(0).gain());
        List<Interval> values = labels.stream().map(draft::output).toList();
        SumQuantizer sum = new SumQuantizer(
                layer.label(), inputs.stream().map(Tensor::scale).toList(), values, rounding);
        ActivationScale seen = table.map(TableChoice::index).orElse(WideQuantizer.unit(gain));
        Interval clamp = table.map(choice -> choice.table().indices()).orElseGet(() -> clamp(layer, gain));
        draft.put(layer.label(), sum.to(seen, clamp, table));
        reports.add(LayerReport.ofSum(
                layer.label(),
                WideQuantizer.unit(gain),
                draft.sum(layer.label()).requantize(),
                table));
        return new Tensor(gain, new int[] {0});
    }

    /** A layer keeps the gain of its input, but behind a table, and where its outputs are bytes of a picture. */
    private float outputGain(Layer layer, float input) {
        if (network.givesPixels(layer)) {
            return network.normalization().pixels().divisor();
        }
        return layer.activation() instanceof ActivationFunction ? WideQuantizer.GAIN : input;
    }

    /** Of outputs in units of {@code 1 / gain}; null where nothing is clamped. */
    private Interval clamp(Layer layer, float gain) {
        return network.givesPixels(layer)
                ? OutputClamp.ofBytes(layer.activation(), WideQuantizer.unit(gain))
                : OutputClamp.ofWide(layer.activation(), 1.0 / gain);
    }

    private static Requantize ofTable(Requantize pair, TableChoice choice) {
        return new Requantize(
                pair.multipliers(),
                pair.shift(),
                pair.rounding(),
                choice.index().zeroPoint(),
                choice.table().indices());
    }

    private Optional<TableChoice> table(Layer layer) {
        if (!(layer.activation() instanceof ActivationFunction function)) {
            return Optional.empty();
        }
        boolean isPixels = network.givesPixels(layer);
        float gain = isPixels ? network.normalization().pixels().divisor() : WideQuantizer.GAIN;
        return Optional.of(
                TableSearch.of(function, WideQuantizer.unit(gain), isPixels ? OutputClamp.BYTE : TABLE, rounding));
    }

    /** One problem for each function whose table would be too long, with the layers that have it. */
    private void checkTables() {
        Map<Activation, List<String>> layers = new LinkedHashMap<>();
        for (Layer layer : network.layers()) {
            if (table(layer)
                    .filter(choice -> choice.error() > LARGEST_TABLE_ERROR)
                    .isPresent()) {
                layers.computeIfAbsent(layer.activation(), none -> new ArrayList<>())
                        .add("'" + layer.label() + "'");
            }
        }
        layers.forEach((function, labels) -> problems.add(
                (labels.size() == 1 ? "layer " : "layers ") + String.join(", ", labels),
                "the activation " + function + " in units of 1/" + WideQuantizer.GAIN + " needs a table of more than "
                        + LookupTable.LARGEST + " places",
                "use --arithmetic uint8 --calibrate FILE: there the range of the outputs says where the table ends"));
    }
}
