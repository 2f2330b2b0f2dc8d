package intaglio.quant;

import intaglio.diag.Problems;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.GivenActivation;
import intaglio.ir.GivenLayer;
import intaglio.ir.GivenQuantization;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a model that comes quantized as it is: its weights, zero points, scales and biases stay, only the real scales
 * between the layers become integer multipliers, in the arithmetic of {@link Uint8Quantizer}. The last layer keeps its
 * accumulators as logits or values, whatever the file quantizes them to, and so does a layer that nothing quantizes.
 */
public final class GivenQuantizer {

    private static final String BIAS_HELP = "train with a bounded bias, or quantize per tensor";

    private final Network network;
    private final FloatModel model;
    private final GivenQuantization given;
    private final int multiplierBits;
    private final Rounding rounding;

    /** Whether layers that the file's runtime rounds twice are rounded twice. */
    private final boolean asFile;

    /** Accumulators as they are. */
    private final Requantize identity;

    private final Problems problems = new Problems();
    private final IntegerDraft draft;
    private final List<Uint8LayerReport> reports = new ArrayList<>();

    /** What is known of the tensors, by label. */
    private final Map<String, TensorScale> tensors = new LinkedHashMap<>();

    private GivenQuantizer(FloatModel model, int multiplierBits, Rounding rounding, boolean asFile) {
        this.network = model.network();
        this.model = model;
        this.given = model.given().orElseThrow();
        this.multiplierBits = multiplierBits;
        this.rounding = rounding;
        this.asFile = asFile;
        identity = new Requantize(1, 0, rounding);
        draft = new IntegerDraft(network);
        tensors.put(
                Network.INPUT,
                new TensorScale(given.input().scale(), new int[] {given.input().zeroPoint()}));
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
        return new GivenQuantizer(model, multiplierBits, rounding, false).quantize();
    }

    /** The same, rounded as the runtime of the file does: half up, and layers that it rounds twice, twice. */
    public static Uint8Quantized quantize(FloatModel model, int multiplierBits) {
        return new GivenQuantizer(model, multiplierBits, Rounding.HALF_UP, true).quantize();
    }

    private Uint8Quantized quantize() {
        for (Node node : network.nodes()) {
            tensors.put(node.label(), node.layer().match(new Rules(node)));
        }
        problems.throwIfAny();
        return new Uint8Quantized(
                draft.model(), reports, tensors.get(network.last().label()).uniform());
    }

    /**
     * What the bytes of a layer stand for; empty where it gives its accumulators: as the logits or values of the network,
     * and where the file does not quantize them.
     */
    private Optional<GivenActivation> output(Layer layer) {
        if (network.outputKind() == OutputKind.IMAGE && network.givesOutput(layer)) {
            double step = 1.0 / network.normalization().pixels().divisor();
            return Optional.of(new GivenActivation(step, 0, OutputClamp.BYTE));
        }
        return layer.equals(network.last().layer()) ? Optional.empty() : given.output(layer.label());
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
            return quantize(layer);
        }

        @Override
        public TensorScale dense(Dense layer) {
            return quantize(layer);
        }

        @Override
        public TensorScale add(Add layer) {
            List<Interval> values = node.inputs().stream().map(draft::output).toList();
            return quantize(layer, new SumQuantizer(layer.label(), inputs, values, rounding));
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
                problems.add(
                        "layer '" + layer.label() + "'",
                        "puts tensors of different scales together, and the model does not quantize what it gives",
                        "quantize the output of the Concat, too");
            }
            return inputs.get(0);
        }

        @Override
        public TensorScale depthToSpace(DepthToSpace layer) {
            return inputs.get(0);
        }
    }

    private TensorScale quantize(Weighted layer) {
        GivenLayer from = given.layers().get(layer.label());
        IntegerParameters sums = sums(layer, from);
        return TensorScale.of(output(layer)
                .map(output -> addBytes(layer, from, sums, output))
                .orElseGet(() -> addAccumulators(layer, from, sums)));
    }

    private IntegerParameters sums(Weighted layer, GivenLayer from) {
        long[] bias = from.bias() != null
                ? from.bias()
                : Uint8Quantizer.bias(layer, model.parameters(layer).bias(), units(from), BIAS_HELP, problems);
        return new IntegerParameters(
                from.weights(), from.weightZeroPoints(), from.input().zeroPoint(), bias, identity, from.weightScales());
    }

    /** Real value of one accumulator step: one, or one for each output channel. */
    private static double[] units(GivenLayer from) {
        return Arrays.stream(from.weightScales())
                .map(scale -> scale * from.input().scale())
                .toArray();
    }

    private ActivationScale addBytes(Weighted layer, GivenLayer from, IntegerParameters sums, GivenActivation output) {
        ActivationScale scale = new ActivationScale(output.scale(), output.zeroPoint());
        double[] scales = Arrays.stream(units(from))
                .map(unit -> given.rounded(unit / output.scale()))
                .toArray();
        return add(
                layer,
                sums,
                scale,
                new ByteRequantization(draft)
                        .search(
                                layer,
                                sums,
                                scales,
                                scale,
                                rounding,
                                output.clamp(),
                                multiplierBits,
                                asFile && from.roundsTwice()));
    }

    /** Weights with a scale for each channel leave sums in different units, which cannot be compared. */
    private ActivationScale addAccumulators(Weighted layer, GivenLayer from, IntegerParameters sums) {
        double[] units = units(from);
        if (Arrays.stream(units).distinct().count() == 1) {
            return add(layer, sums, new ActivationScale(units[0], 0), new RequantizeChoice(identity, Optional.empty()));
        }
        CommonUnit common = new CommonUnit(units, draft.accumulators(layer, sums));
        return add(layer, sums, new ActivationScale(common.unit(), 0), common.requantize(multiplierBits, rounding));
    }

    private ActivationScale add(
            Weighted layer, IntegerParameters sums, ActivationScale output, RequantizeChoice choice) {
        draft.put(layer.label(), sums.withRequantize(choice.requantize()));
        reports.add(new Uint8LayerReport(
                layer.label(),
                weightBits(sums),
                sums.weightScales(),
                output,
                choice.requantize(),
                choice.error(),
                Optional.empty(),
                List.of()));
        return output;
    }

    private TensorScale quantize(Add layer, SumQuantizer sum) {
        Optional<GivenActivation> bytes = output(layer);
        ActivationScale output = bytes.map(to -> new ActivationScale(to.scale(), to.zeroPoint()))
                .orElseGet(() -> new ActivationScale(sum.finest(), 0));
        SumParameters parameters = bytes.map(to -> sum.exactly(output, to.clamp()))
                .orElseGet(() -> sum.to(output, null, Optional.empty()));
        draft.put(layer.label(), parameters);
        reports.add(Uint8LayerReport.ofSum(layer.label(), output, parameters, Optional.empty()));
        return TensorScale.of(output);
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
