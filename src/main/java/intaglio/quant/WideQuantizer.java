package intaglio.quant;

import intaglio.diag.Problems;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Normalization;
import intaglio.ir.Requantize;
import intaglio.num.Rounding;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code wide} arithmetic of the source article: uint8 weights with one S and Z per tensor, activations that stay
 * wide integers in units of 1/gain. Per weighted layer {@code y = (sum x * (q - Z) + b) * multiplier >> shift}, rounded down
 * and not clamped but by ReLU6, with {@code multiplier / 2^shift} in place of S.
 *
 * <p>A function is a table: its requantization gives the index, {@code multiplier / 2^shift} then stands for S in steps of
 * the index, and its outputs are in units of 1/{@value #GAIN}, which is then the gain of the layers behind it.
 */
public final class WideQuantizer {

    /** Units per 1.0 of the activations where pixels are 0..1: the article takes 256 for the 255 of the image. */
    public static final int GAIN = 256;

    /** Largest bias taken; it leaves the sums room in 64 bits. */
    private static final float LARGEST_BIAS = 0x1p52f;

    private WideQuantizer() {}

    /** Rounds down, as the article does. */
    public static Quantized quantize(FloatModel model, int multiplierBits) {
        return quantize(model, multiplierBits, Rounding.FLOOR);
    }

    /** Rounds down, as the article does. */
    public static Quantized withGiven(FloatModel model, RequantFile given) {
        return withGiven(model, given, Rounding.FLOOR);
    }

    /**
     * Quantizes trained weights by the article's rule and searches the pair for each S.
     *
     * @param multiplierBits multipliers are below {@code 2^multiplierBits}
     * @param rounding of the shifts; the article's own is {@link Rounding#FLOOR}
     * @throws intaglio.diag.IntaglioException (bad input) naming every tensor that cannot be quantized
     */
    public static Quantized quantize(FloatModel trained, int multiplierBits, Rounding rounding) {
        return new WideNetwork(FoldedInput.of(trained), multiplierBits, rounding).quantize();
    }

    static ActivationScale unit(float gain) {
        return new ActivationScale(1.0 / gain, 0);
    }

    /**
     * Takes a checkpoint whose weights are already integers 0..255, and pairs and zero points from a file. Biases are
     * real numbers and are quantized here.
     *
     * @param rounding of the shifts; the article's own is {@link Rounding#FLOOR}
     * @throws intaglio.diag.IntaglioException (bad input) naming every layer that the file or the network lacks, and
     *     every tensor with a weight that is not an integer 0..255
     */
    public static Quantized withGiven(FloatModel model, RequantFile given, Rounding rounding) {
        Problems problems = new Problems();
        if (!model.network().normalization().equals(Normalization.NONE)) {
            problems.add(
                    "command line",
                    "--requant gives the integers of a network that takes p/255, the model takes "
                            + model.network().normalization().formula(),
                    "leave --requant out, or the normalization");
        }
        given.checkLayers(model.network().weightedLayers(), problems);
        Map<String, IntegerParameters> parameters = new LinkedHashMap<>();
        List<LayerReport> reports = new ArrayList<>();
        for (Weighted layer : model.network().weightedLayers()) {
            FloatParameters trained = model.parameters(layer);
            if (layer.activation() instanceof ActivationFunction function) {
                problems.add(
                        "layer '" + layer.label() + "'",
                        "has the activation " + function + ", whose table --requant does not give",
                        "leave --requant out, for trained weights");
            }
            int[] weights = integers(layer, trained.weights(), problems);
            RequantFile.Entry entry = given.layers().get(layer.label());
            if (entry == null) {
                continue;
            }
            Requantize pair = new Requantize(entry.scale(), entry.shift(), rounding);
            long[] bias = bias(layer, trained.bias(), given.gain(), pair, problems);
            Requantize clamped = pair.withClamp(OutputClamp.ofWide(layer.activation(), 1.0 / given.gain()));
            parameters.put(
                    layer.label(), new IntegerParameters(weights, entry.zeroPoint(), bias, clamped, pair.scale()));
            reports.add(new LayerReport(
                    layer.label(), pair.scale(), entry.zeroPoint(), pair, 0, 0, unit(given.gain()), Optional.empty()));
        }
        problems.throwIfAny();
        IntegerModel integers = new IntegerModel(model.network().inIntegers(), parameters);
        return new Quantized(integers, reports);
    }

    /**
     * Units per 1.0 of the activations: {@link #GAIN} where pixels are plain 0..1, else the steps of a byte that 1.0
     * takes.
     */
    public static float gain(Network network) {
        return network.normalization().equals(Normalization.NONE)
                ? GAIN
                : (float) (1
                        / ActivationScale.unit(
                                network.normalization(), network.input().channels()));
    }

    /** {@code round half to even (bias * gain / (multiplier / 2^shift))}, in float32 like the article's tensors. */
    static long[] bias(Layer layer, float[] trained, float gain, Requantize pair, Problems problems) {
        float scale = (float) pair.scale();
        long[] bias = new long[trained.length];
        for (int i = 0; i < trained.length; i++) {
            float exact = trained[i] * gain / scale;
            if (!(Math.abs(exact) <= LARGEST_BIAS)) {
                problems.add(
                        "tensor '" + layer.label() + ".bias', index " + i,
                        "bias " + trained[i] + " becomes " + exact + " accumulator units, more than " + LARGEST_BIAS,
                        "train with a bounded bias or use a larger scale for this layer");
                break;
            }
            bias[i] = (long) Math.rint(exact);
        }
        return bias;
    }

    private static int[] integers(Layer layer, float[] stored, Problems problems) {
        int[] weights = new int[stored.length];
        for (int i = 0; i < stored.length; i++) {
            weights[i] = (int) stored[i];
            if (weights[i] != stored[i] || weights[i] < 0 || weights[i] > 255) {
                problems.add(
                        "tensor '" + layer.label() + ".weight', index " + i,
                        "value " + stored[i] + " is not an integer in 0..255, which given scales require",
                        "use a checkpoint with uint8 weights, or leave --requant out to quantize this one");
                break;
            }
        }
        return weights;
    }

    static boolean finite(String tensor, float[] values, Problems problems) {
        float min = values[0];
        float max = values[0];
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                problems.add(
                        "tensor '" + tensor + "', index " + i,
                        "value " + values[i] + " is not a finite number",
                        "train again or repair the checkpoint");
                return false;
            }
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        if (Float.isInfinite(max - min)) {
            problems.add(
                    "tensor '" + tensor + "'",
                    "its range " + min + ".." + max + " leaves float32",
                    "train again with bounded weights");
            return false;
        }
        return true;
    }
}
