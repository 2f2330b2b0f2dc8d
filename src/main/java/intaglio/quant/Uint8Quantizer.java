package intaglio.quant;

import intaglio.diag.Problems;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code uint8} arithmetic: weights and activations are unsigned bytes with zero points. A layer with weights has
 * {@code y = clamp(round(accumulator * M / 2^s) + Zy, 0, 255)} with {@code M / 2^s} in place of {@code Sx * Sw / Sy}. A sum
 * brings its inputs to its own scale, see {@link SumQuantizer}. Other layers keep the scale of their inputs; layers that
 * are put side by side have one scale, see {@link SharedScales}. The layer that gives the network's output keeps its
 * accumulators as logits, so that their order loses nothing; the pixels of a picture are bytes. Layers of
 * {@link Uint8Options#keptWide} have outputs beyond bytes, see {@link KeptWide}. Where the activation is a function, y is
 * the index of a {@link LookupTable}, and the table gives the output; see {@link TableSearch}.
 */
public final class Uint8Quantizer {

    /** Largest integer that a channel's bias becomes; room is left for what a {@link WeightRounding} adds to it. */
    private static final double LARGEST_BIAS = 1 << 30;

    /** The network with its pixels' normalization in the layers that read them. */
    private final FloatModel trained;

    private final Network network;
    private final Map<String, ActivationRange> ranges;
    private final SharedScales shared;
    private final Uint8Options options;
    private final WeightRounding rounding;

    /** Accumulators as they are. */
    private final Requantize identity;

    private final Problems problems = new Problems();
    private final IntegerDraft draft;
    private final List<Uint8LayerReport> reports = new ArrayList<>();

    /** What is known of the tensors, by label. */
    private final Map<String, TensorScale> tensors = new LinkedHashMap<>();

    private Uint8Quantizer(
            FoldedInput folded, Map<String, ActivationRange> ranges, Uint8Options options, WeightRounding rounding) {
        trained = folded.model();
        network = trained.network();
        this.ranges = ranges;
        this.options = options;
        this.rounding = rounding;
        shared = new SharedScales(network);
        identity = new Requantize(1, 0, options.rounding());
        draft = new IntegerDraft(network);
        tensors.put(Network.INPUT, new TensorScale(folded.unit(), folded.zeroPoints()));
    }

    /** Quantizes trained weights, each to the nearest integer. */
    public static Uint8Quantized quantize(
            FloatModel trained, Map<String, ActivationRange> ranges, Uint8Options options) {
        return quantize(trained, ranges, options, WeightRounding.NEAREST);
    }

    /**
     * Quantizes trained weights.
     *
     * @param ranges of the outputs after the activation, by label, for every layer with a scale of its own but the one
     *     that gives the output; of that one, too, where its activation is a function
     * @param rounding of the weights
     * @throws intaglio.diag.IntaglioException (bad input) naming every tensor that cannot be quantized
     */
    public static Uint8Quantized quantize(
            FloatModel trained, Map<String, ActivationRange> ranges, Uint8Options options, WeightRounding rounding) {
        return new Uint8Quantizer(FoldedInput.of(trained), ranges, options, rounding).quantize();
    }

    private Uint8Quantized quantize() {
        for (Weighted layer : network.weightedLayers()) {
            WideQuantizer.finite(
                    layer.label() + ".weight", trained.parameters(layer).weights(), problems);
        }
        checkGroups();
        problems.throwIfAny();
        for (Node node : network.nodes()) {
            tensors.put(node.label(), node.layer().match(new Rules(node)));
        }
        problems.throwIfAny();
        return new Uint8Quantized(
                draft.model(), reports, tensors.get(network.last().label()).uniform());
    }

    /** The image's bytes and outputs that stay wide have scales that no other layer can take over. */
    private void checkGroups() {
        for (Set<String> group : shared.groups()) {
            List<String> fixed = group.stream()
                    .filter(label ->
                            label.equals(Network.INPUT) || options.keptWide().contains(label))
                    .toList();
            if (!fixed.isEmpty()) {
                problems.add(
                        "layers " + SharedScales.names(group),
                        "are joined and need one scale, which " + SharedScales.names(Set.copyOf(fixed))
                                + " cannot share",
                        fixed.contains(Network.INPUT)
                                ? "put a 1x1 convolution between the image and the layer that joins it"
                                : "leave " + SharedScales.names(Set.copyOf(fixed)) + " out of --keep-wide");
            }
        }
    }

    /** What a layer's outputs are to stand for. */
    private enum Ending {
        /** Bytes of a calibrated range. */
        BYTES,
        /** Integers finer than bytes. */
        WIDE,
        /** Accumulators as they are. */
        LOGITS,
        /** Pixels of a picture. */
        PIXELS
    }

    private Ending ending(Layer layer) {
        if (network.givesPixels(layer)) {
            return Ending.PIXELS;
        }
        if (network.givesOutput(layer)) {
            return Ending.LOGITS;
        }
        return options.keptWide().contains(layer.label()) ? Ending.WIDE : Ending.BYTES;
    }

    /** The range of a layer and of all that share its scale. */
    private ActivationRange range(Layer layer) {
        return shared.of(layer.label()).stream()
                .map(label -> Objects.requireNonNull(ranges.get(label), label))
                .reduce((a, b) -> new ActivationRange(Math.min(a.low(), b.low()), Math.max(a.high(), b.high())))
                .orElseThrow();
    }

    /** Byte p of a picture stands for what byte p of the image does before it is normalized. */
    private ActivationScale pixels() {
        return new ActivationScale(1.0 / network.normalization().pixels().divisor(), 0);
    }

    /** The layers of one kind each. Gives what the outputs stand for. */
    private final class Rules implements LayerCases<TensorScale> {

        private final Node node;
        private final List<TensorScale> inputs;

        Rules(Node node) {
            this.node = node;
            inputs = node.inputs().stream().map(tensors::get).toList();
        }

        @Override
        public TensorScale conv2d(Conv2d layer) {
            return TensorScale.of(quantize(layer, node, inputs.get(0)));
        }

        @Override
        public TensorScale dense(Dense layer) {
            return TensorScale.of(quantize(layer, node, inputs.get(0)));
        }

        @Override
        public TensorScale add(Add layer) {
            inputs.stream()
                    .filter(input -> !input.isUniform())
                    .findFirst()
                    .ifPresent(
                            input -> problems.add(
                                    "layer '" + layer.label() + "'",
                                    "adds the image, whose channels have zero points of their own",
                                    "put a 1x1 convolution between the image and the sum, or give one --mean for all channels"));
            List<Interval> values = node.inputs().stream().map(draft::output).toList();
            return TensorScale.of(quantize(layer, new SumQuantizer(layer.label(), inputs, values, options.rounding())));
        }

        @Override
        public TensorScale pool2d(Pool2d layer) {
            if (layer.countsPadding()) {
                draft.putPadding(layer.label(), inputs.get(0).zeroPoint());
            }
            return inputs.get(0);
        }

        @Override
        public TensorScale concat(Concat layer) {
            if (!inputs.stream().allMatch(inputs.get(0)::isSame)) {
                throw new IllegalStateException("compiler bug: '" + layer.label() + "' joins scales that differ");
            }
            return inputs.get(0);
        }

        @Override
        public TensorScale depthToSpace(DepthToSpace layer) {
            return inputs.get(0);
        }
    }

    /** Adds one layer with weights; returns what its outputs stand for. */
    private ActivationScale quantize(Weighted layer, Node node, TensorScale input) {
        Ending ending = ending(layer);
        WeightGrid grid = grid(layer, ending == Ending.LOGITS, input.scale());
        double[] units =
                Arrays.stream(grid.scales()).map(scale -> scale * input.scale()).toArray();
        IntegerParameters sums = sums(layer, node, grid, input, units);
        if (layer.activation() instanceof ActivationFunction function) {
            return addTable(layer, grid, sums, units, tableOf(layer, function, ending));
        }
        switch (ending) {
            case LOGITS -> {
                ActivationScale logits = new ActivationScale(units[0], 0);
                Requantize clamped = identity.withClamp(wideClamp(layer, logits.scale()));
                return add(layer, grid, sums, logits, new RequantizeChoice(clamped, Optional.empty()));
            }
            case WIDE -> {
                KeptWide wide = KeptWide.of(units, range(layer), options.rounding(), options.multiplierBits());
                Requantize clamped = wide.requantize()
                        .withClamp(wideClamp(layer, wide.output().scale()));
                return add(layer, grid, sums, wide.output(), new RequantizeChoice(clamped, Optional.empty()));
            }
            default -> {
                ActivationScale output = ending == Ending.PIXELS ? pixels() : ActivationScale.of(range(layer));
                return add(layer, grid, sums, output, requantize(layer, sums, units, output));
            }
        }
    }

    /** Adds one sum; returns what its outputs stand for. */
    private ActivationScale quantize(Add layer, SumQuantizer sum) {
        Ending ending = ending(layer);
        if (layer.activation() instanceof ActivationFunction function) {
            FunctionOutput output = tableOf(layer, function, ending);
            TableChoice table = output.table();
            return addSum(
                    layer,
                    output.scale(),
                    sum.to(table.index(), table.table().indices(), Optional.of(table)),
                    Optional.of(table));
        }
        ActivationScale output = switch (ending) {
            case LOGITS -> new ActivationScale(sum.finest(), 0);
            case WIDE -> KeptWide.scaleOf(range(layer));
            case PIXELS -> pixels();
            case BYTES -> ActivationScale.of(range(layer));
        };
        Interval clamp = ending == Ending.LOGITS || ending == Ending.WIDE
                ? wideClamp(layer, output.scale())
                : OutputClamp.ofBytes(layer.activation(), output);
        return addSum(layer, output, sum.to(output, clamp, Optional.empty()), Optional.empty());
    }

    private ActivationScale addSum(
            Add layer, ActivationScale output, SumParameters parameters, Optional<TableChoice> table) {
        draft.put(layer.label(), parameters);
        reports.add(Uint8LayerReport.ofSum(layer.label(), output, parameters, table));
        return output;
    }

    /** A function: bytes, or where the outputs stay wide, or are the logits, a unit as fine as that of {@link KeptWide}. */
    private FunctionOutput tableOf(Layer layer, ActivationFunction function, Ending ending) {
        boolean wide = ending == Ending.LOGITS || ending == Ending.WIDE;
        ActivationRange range = ending == Ending.PIXELS ? null : range(layer);
        ActivationScale output =
                wide ? KeptWide.scaleOf(range) : ending == Ending.PIXELS ? pixels() : ActivationScale.of(range);
        Interval clamp = wide ? KeptWide.clampOf(range, output) : OutputClamp.BYTE;
        return new FunctionOutput(output, TableSearch.of(function, output, clamp, options.rounding()));
    }

    private record FunctionOutput(ActivationScale scale, TableChoice table) {}

    private ActivationScale addTable(
            Weighted layer, WeightGrid grid, IntegerParameters sums, double[] units, FunctionOutput output) {
        TableChoice choice = output.table();
        double[] steps =
                Arrays.stream(units).map(unit -> unit / choice.index().scale()).toArray();
        Requantize index = IndexMultipliers.of(
                steps,
                choice.index().zeroPoint(),
                choice.table().indices(),
                options.rounding(),
                options.multiplierBits());
        draft.put(layer.label(), sums.withRequantize(index, Optional.of(choice.table())));
        reports.add(new Uint8LayerReport(
                layer.label(),
                options.weightBits(layer.label()),
                sums.weightScales(),
                output.scale(),
                index,
                Optional.empty(),
                Optional.of(choice),
                grid.bounded()));
        return output.scale();
    }

    private Interval wideClamp(Layer layer, double scale) {
        try {
            return OutputClamp.ofWide(layer.activation(), scale);
        } catch (ArithmeticException tooFine) {
            problems.add(
                    "layer '" + layer.label() + "'",
                    "6.0, where its ReLU6 ends, is more than " + Integer.MAX_VALUE + " units of its outputs",
                    "train again with larger weights, or with ReLU");
            return null;
        }
    }

    private WeightGrid grid(Weighted layer, boolean isLast, double inputScale) {
        FloatParameters floats = trained.parameters(layer);
        WeightScheme scheme = options.scheme();
        int bits = options.weightBits(layer.label());
        if (!options.perChannel()) {
            return WeightGrid.perTensor(scheme, floats.weights(), bits);
        }
        if (isLast) {
            return WeightGrid.perChannelInOneUnit(scheme, floats.weights(), layer.outChannels(), bits);
        }
        double[] least = new double[floats.bias().length];
        Arrays.setAll(least, channel -> Math.abs(floats.bias()[channel]) / (inputScale * LARGEST_BIAS));
        return WeightGrid.perChannel(scheme, floats.weights(), least, bits);
    }

    /** The layer with its accumulators as outputs. */
    private IntegerParameters sums(Weighted layer, Node node, WeightGrid grid, TensorScale input, double[] units) {
        RoundedWeights rounded = rounding.round(new LayerToRound(
                layer,
                node,
                network,
                trained.parameters(layer),
                grid,
                draft.upTo(node.input()),
                input.scale(),
                input.zeroPoints()));
        String help = "train with a bounded bias"
                + (options.perChannel() || network.givesOutput(layer)
                        ? ""
                        : ", or quantize per channel (--per-channel)");
        long[] bias = bias(layer, rounded.bias(), units, help, problems);
        return new IntegerParameters(
                rounded.weights(), grid.zeroPoints(), input.zeroPoints(), bias, identity, grid.scales());
    }

    private ActivationScale add(
            Weighted layer, WeightGrid grid, IntegerParameters sums, ActivationScale output, RequantizeChoice choice) {
        draft.put(layer.label(), sums.withRequantize(choice.requantize()));
        reports.add(new Uint8LayerReport(
                layer.label(),
                options.weightBits(layer.label()),
                sums.weightScales(),
                output,
                choice.requantize(),
                choice.error(),
                Optional.empty(),
                grid.bounded()));
        return output;
    }

    /**
     * {@code b = round half to even (bias / (Sx * Sw))}.
     *
     * @param help what to do where one does not fit
     */
    static long[] bias(Layer layer, float[] trained, double[] units, String help, Problems problems) {
        long[] bias = new long[trained.length];
        for (int channel = 0; channel < trained.length; channel++) {
            double exact = trained[channel] / units[units.length == 1 ? 0 : channel];
            if (!(Math.abs(exact) <= Integer.MAX_VALUE)) {
                problems.add(
                        "tensor '" + layer.label() + ".bias', index " + channel,
                        "bias " + trained[channel] + " becomes " + exact + " accumulator units, more than "
                                + Integer.MAX_VALUE,
                        help);
                break;
            }
            bias[channel] = (long) Math.rint(exact);
        }
        return bias;
    }

    private RequantizeChoice requantize(
            Weighted layer, IntegerParameters sums, double[] units, ActivationScale output) {
        return new ByteRequantization(draft)
                .search(
                        layer,
                        sums,
                        Arrays.stream(units).map(unit -> unit / output.scale()).toArray(),
                        output,
                        options.rounding(),
                        OutputClamp.ofBytes(layer.activation(), output),
                        options.multiplierBits(),
                        false);
    }
}
