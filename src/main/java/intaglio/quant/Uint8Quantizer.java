package intaglio.quant;

import intaglio.diag.Problems;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code uint8} arithmetic: weights and activations are unsigned bytes with zero points. Per weighted layer
 * {@code y = clamp(round(accumulator * M / 2^s) + Zy, 0, 255)} with {@code M / 2^s} in place of
 * {@code Sx * Sw / Sy}; pools keep the scale of their input. The last weighted layer keeps its accumulators as logits,
 * so that their order loses nothing. Layers of {@link Uint8Options#keptWide} have outputs beyond bytes, see
 * {@link KeptWide}. Where the activation is a function, y is the index of a {@link LookupTable}, and the table gives the
 * output; see {@link TableSearch}.
 */
public final class Uint8Quantizer {

    /** The network with its pixels' normalization in the first layer. */
    private final FloatModel trained;

    /** Value of one step of a byte of the image. */
    private final double imageUnit;

    private final Map<String, ActivationRange> ranges;
    private final Uint8Options options;

    /** Accumulators as they are. */
    private final Requantize identity;

    private final Problems problems = new Problems();
    private final Map<String, IntegerParameters> parameters = new LinkedHashMap<>();
    private final List<Uint8LayerReport> reports = new ArrayList<>();

    /** Zero points of the inputs of the next layer: one, or one for each channel. */
    private int[] inputZeroPoints;

    private Uint8Quantizer(FoldedInput folded, Map<String, ActivationRange> ranges, Uint8Options options) {
        trained = folded.model();
        imageUnit = folded.unit();
        inputZeroPoints = folded.zeroPoints();
        this.ranges = ranges;
        this.options = options;
        identity = new Requantize(1, 0, options.rounding());
    }

    /**
     * Quantizes trained weights.
     *
     * @param ranges of the outputs after the activation, by label, for every weighted layer but the last; of the last
     *     one, too, where its activation is a function
     * @throws intaglio.diag.IntaglioException (bad input) naming every tensor that cannot be quantized
     */
    public static Uint8Quantized quantize(
            FloatModel trained, Map<String, ActivationRange> ranges, Uint8Options options) {
        return new Uint8Quantizer(FoldedInput.of(trained), ranges, options).quantize();
    }

    private Uint8Quantized quantize() {
        List<Weighted> layers = trained.network().weightedLayers();
        for (Weighted layer : layers) {
            WideQuantizer.finite(
                    layer.label() + ".weight", trained.parameters(layer).weights(), problems);
        }
        problems.throwIfAny();
        double unit = imageUnit;
        for (Weighted layer : layers) {
            boolean isLast = reports.size() == layers.size() - 1;
            ActivationScale output = quantize(layer, unit, isLast);
            unit = output.scale();
            inputZeroPoints = new int[] {output.zeroPoint()};
        }
        problems.throwIfAny();
        return new Uint8Quantized(new IntegerModel(trained.network().inIntegers(), parameters), reports);
    }

    /**
     * Adds one layer; returns what its outputs stand for.
     *
     * @param unit value of one step of its inputs
     */
    private ActivationScale quantize(Weighted layer, double unit, boolean isLast) {
        FloatParameters floats = trained.parameters(layer);
        int bits = options.weightBits(layer.label());
        UnsignedWeights weights = weights(layer, floats.weights(), bits, isLast);
        double[] units =
                Arrays.stream(weights.scales()).map(scale -> scale * unit).toArray();
        long[] bias = bias(layer, floats.bias(), units, problems);
        IntegerParameters sums = new IntegerParameters(
                weights.weights(), weights.zeroPoints(), inputZeroPoints, bias, identity, weights.scales());
        if (layer.activation() instanceof ActivationFunction function) {
            return addTable(layer, bits, sums, units, tableOf(layer, function, isLast));
        }
        if (isLast) {
            ActivationScale logits = new ActivationScale(units[0], 0);
            Requantize clamped = identity.withClamp(wideClamp(layer, logits.scale()));
            add(layer, bits, sums, logits, new RequantizeChoice(clamped, Optional.empty()));
            return logits;
        }
        ActivationRange range = ranges.get(layer.label());
        if (options.keptWide().contains(layer.label())) {
            KeptWide wide = KeptWide.of(units, range, options.rounding(), options.multiplierBits());
            Requantize clamped =
                    wide.requantize().withClamp(wideClamp(layer, wide.output().scale()));
            add(layer, bits, sums, wide.output(), new RequantizeChoice(clamped, Optional.empty()));
            return wide.output();
        }
        ActivationScale output = ActivationScale.of(range);
        add(layer, bits, sums, output, requantize(layer, sums, units, output));
        return output;
    }

    /** A function: bytes, or where the outputs stay wide, or are the logits, a unit as fine as that of {@link KeptWide}. */
    private FunctionOutput tableOf(Weighted layer, ActivationFunction function, boolean isLast) {
        ActivationRange range = ranges.get(layer.label());
        boolean wide = isLast || options.keptWide().contains(layer.label());
        ActivationScale output = wide ? KeptWide.scaleOf(range) : ActivationScale.of(range);
        Interval clamp = wide ? KeptWide.clampOf(range, output) : OutputClamp.BYTE;
        return new FunctionOutput(output, TableSearch.of(function, output, clamp, options.rounding()));
    }

    private record FunctionOutput(ActivationScale scale, TableChoice table) {}

    private ActivationScale addTable(
            Weighted layer, int bits, IntegerParameters sums, double[] units, FunctionOutput output) {
        TableChoice choice = output.table();
        double[] steps =
                Arrays.stream(units).map(unit -> unit / choice.index().scale()).toArray();
        Requantize index = IndexMultipliers.of(
                steps,
                choice.index().zeroPoint(),
                choice.table().indices(),
                options.rounding(),
                options.multiplierBits());
        parameters.put(layer.label(), sums.withRequantize(index, Optional.of(choice.table())));
        reports.add(new Uint8LayerReport(
                layer.label(),
                bits,
                sums.weightScales(),
                output.scale(),
                index,
                Optional.empty(),
                Optional.of(choice)));
        return output.scale();
    }

    private Interval wideClamp(Weighted layer, double scale) {
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

    private UnsignedWeights weights(Weighted layer, float[] weights, int bits, boolean isLast) {
        WeightScheme scheme = options.scheme();
        if (!options.perChannel()) {
            return UnsignedWeights.perTensor(scheme, weights, bits);
        }
        int channels = layer.outChannels();
        return isLast
                ? UnsignedWeights.perChannelInOneUnit(scheme, weights, channels, bits)
                : UnsignedWeights.perChannel(scheme, weights, channels, bits);
    }

    private void add(
            Weighted layer, int bits, IntegerParameters sums, ActivationScale output, RequantizeChoice choice) {
        parameters.put(layer.label(), sums.withRequantize(choice.requantize()));
        reports.add(new Uint8LayerReport(
                layer.label(),
                bits,
                sums.weightScales(),
                output,
                choice.requantize(),
                choice.error(),
                Optional.empty()));
    }

    /** {@code b = round half to even (bias / (Sx * Sw))}. */
    static long[] bias(Layer layer, float[] trained, double[] units, Problems problems) {
        long[] bias = new long[trained.length];
        for (int channel = 0; channel < trained.length; channel++) {
            double exact = trained[channel] / units[units.length == 1 ? 0 : channel];
            if (!(Math.abs(exact) <= Integer.MAX_VALUE)) {
                problems.add(
                        "tensor '" + layer.label() + ".bias', index " + channel,
                        "bias " + trained[channel] + " becomes " + exact + " accumulator units, more than "
                                + Integer.MAX_VALUE,
                        "train with a bounded bias, or quantize per tensor");
                break;
            }
            bias[channel] = (long) Math.rint(exact);
        }
        return bias;
    }

    private RequantizeChoice requantize(
            Weighted layer, IntegerParameters sums, double[] units, ActivationScale output) {
        return new ByteRequantization(trained.network(), parameters)
                .search(
                        layer,
                        sums,
                        units,
                        output,
                        options.rounding(),
                        OutputClamp.ofBytes(layer.activation(), output),
                        options.multiplierBits());
    }
}
