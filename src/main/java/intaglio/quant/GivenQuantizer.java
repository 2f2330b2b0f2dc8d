package intaglio.quant;

import intaglio.diag.Problems;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.GivenActivation;
import intaglio.ir.GivenLayer;
import intaglio.ir.GivenQuantization;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes a model that comes quantized as it is: its weights, zero points, scales and biases stay, only the real scales
 * between the layers become integer multipliers, in the arithmetic of {@link Uint8Quantizer}. The last layer keeps its
 * accumulators as logits, whatever the file quantizes them to.
 */
public final class GivenQuantizer {

    private final Network network;
    private final FloatModel model;
    private final GivenQuantization given;
    private final int multiplierBits;
    private final Rounding rounding;

    /** Accumulators as they are. */
    private final Requantize identity;

    private final Problems problems = new Problems();
    private final IntegerDraft draft;
    private final List<Uint8LayerReport> reports = new ArrayList<>();

    private GivenQuantizer(FloatModel model, int multiplierBits, Rounding rounding) {
        this.network = model.network();
        this.model = model;
        this.given = model.given().orElseThrow();
        this.multiplierBits = multiplierBits;
        this.rounding = rounding;
        identity = new Requantize(1, 0, rounding);
        draft = new IntegerDraft(network);
    }

    /**
     * Turns a model that comes quantized into integers.
     *
     * @param model with its given quantization
     * @param multiplierBits widest multiplier to use; the narrowest exact one is taken where it is not wider
     * @param rounding of every requantization; QuantizeLinear says half to even
     * @throws intaglio.diag.IntaglioException (bad input) naming every bias that is too large
     */
    public static Uint8Quantized quantize(FloatModel model, int multiplierBits, Rounding rounding) {
        return new GivenQuantizer(model, multiplierBits, rounding).quantize();
    }

    private Uint8Quantized quantize() {
        int last = network.layers().size() - 1;
        for (Weighted layer : network.weightedLayers()) {
            GivenLayer from = given.layers().get(layer.label());
            IntegerParameters sums = sums(layer, from);
            if (layer.equals(network.layers().get(last)) || from.output() == null) {
                addLogits(layer, from, sums);
            } else {
                add(layer, from, sums);
            }
        }
        problems.throwIfAny();
        return new Uint8Quantized(
                draft.model(), reports, reports.get(reports.size() - 1).output());
    }

    private IntegerParameters sums(Weighted layer, GivenLayer from) {
        long[] bias = from.bias() != null
                ? from.bias()
                : Uint8Quantizer.bias(layer, model.parameters(layer).bias(), units(from), problems);
        return new IntegerParameters(
                from.weights(), from.weightZeroPoints(), from.input().zeroPoint(), bias, identity, from.weightScales());
    }

    /** Real value of one accumulator step: one, or one for each output channel. */
    private static double[] units(GivenLayer from) {
        return Arrays.stream(from.weightScales())
                .map(scale -> scale * from.input().scale())
                .toArray();
    }

    private void add(Weighted layer, GivenLayer from, IntegerParameters sums) {
        GivenActivation output = from.output();
        ActivationScale scale = new ActivationScale(output.scale(), output.zeroPoint());
        double[] scales = Arrays.stream(units(from))
                .map(unit -> given.rounded(unit / output.scale()))
                .toArray();
        add(
                layer,
                sums,
                scale,
                new ByteRequantization(draft)
                        .search(layer, sums, scales, scale, rounding, output.clamp(), multiplierBits));
    }

    /** Weights with a scale for each channel leave sums in different units, which cannot be compared as logits. */
    private void addLogits(Weighted layer, GivenLayer from, IntegerParameters sums) {
        double[] units = units(from);
        if (Arrays.stream(units).distinct().count() == 1) {
            add(layer, sums, new ActivationScale(units[0], 0), new RequantizeChoice(identity, Optional.empty()));
            return;
        }
        CommonUnit common = new CommonUnit(units, draft.accumulators(layer, sums));
        add(layer, sums, new ActivationScale(common.unit(), 0), common.requantize(multiplierBits, rounding));
    }

    private void add(Weighted layer, IntegerParameters sums, ActivationScale output, RequantizeChoice choice) {
        draft.put(layer.label(), sums.withRequantize(choice.requantize()));
        reports.add(new Uint8LayerReport(
                layer.label(),
                weightBits(sums),
                sums.weightScales(),
                output,
                choice.requantize(),
                choice.error(),
                Optional.empty()));
    }

    /** Width that the weights and their zero points take, once the smallest of them is moved to 0. */
    private static int weightBits(IntegerParameters sums) {
        int low = Math.min(
                Arrays.stream(sums.weights()).min().orElseThrow(),
                Arrays.stream(sums.weightZeroPoints()).min().orElseThrow());
        int high = Math.max(
                Arrays.stream(sums.weights()).max().orElseThrow(),
                Arrays.stream(sums.weightZeroPoints()).max().orElseThrow());
        return new Interval(0, (long) high - low).unsignedBits();
    }
}
