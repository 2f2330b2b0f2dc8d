package intaglio.export.onnx;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.IntegerParameters;
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
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;
import java.math.BigInteger;
import java.util.List;

/** Whether every number of the graph fits its type: the operators wrap around without a word. */
final class ExportLimits {

    private static final int INT32_MAX = Integer.MAX_VALUE;
    /** The range analysis keeps to 64 bits; offsets, differences and roundings of the graph need some room beyond. */
    private static final int BITS = 60;

    private static final long ROOM = 1L << (BITS - 1);

    private ExportLimits() {}

    /** @throws IntaglioException (bad input) with every layer that does not fit */
    static void check(IntegerModel model, Ranges ranges) {
        Problems problems = new Problems();
        for (Node node : model.network().nodes()) {
            List<Interval> inputs = node.inputs().stream()
                    .map(label -> label.equals(Network.INPUT)
                            ? new Interval(0, IntegerModel.INPUT_MAX)
                            : ranges.layer(label).output())
                    .toList();
            node.layer().match(new Kinds(model, inputs, ranges.layer(node.label()), problems));
        }
        problems.throwIfAny();
    }

    /** One layer. */
    private record Kinds(IntegerModel model, List<Interval> inputs, LayerRanges found, Problems problems)
            implements LayerCases<Problems> {

        @Override
        public Problems conv2d(Conv2d layer) {
            return check(layer, model.parameters(layer), inputs.get(0), found, problems);
        }

        @Override
        public Problems dense(Dense layer) {
            return check(layer, model.parameters(layer), inputs.get(0), found, problems);
        }

        @Override
        public Problems pool2d(Pool2d layer) {
            if (!layer.picksLargest()) {
                int padding = model.padding().getOrDefault(layer.label(), 0);
                checkLimbs(layer, layer.window().area(), inputs.get(0), padding, problems);
            }
            return problems;
        }

        @Override
        public Problems add(Add layer) {
            SumParameters parameters = model.sums().get(layer.label());
            checkBits(layer, found, parameters.requantize(), problems);
            return problems;
        }

        @Override
        public Problems concat(Concat layer) {
            return problems;
        }

        @Override
        public Problems depthToSpace(DepthToSpace layer) {
            return problems;
        }
    }

    private static Problems check(
            Weighted layer, IntegerParameters parameters, Interval input, LayerRanges found, Problems problems) {
        long weights = largestWeightSum(parameters);
        BigInteger sum = BigInteger.valueOf(weights).multiply(BigInteger.valueOf(Limbs.BASE - 1));
        if (sum.compareTo(BigInteger.valueOf(INT32_MAX)) > 0) {
            problems.add(
                    where(layer),
                    "sums of its weights and bytes reach " + sum + ", integer operators of ONNX hold " + INT32_MAX,
                    "export it as text, or make the layer smaller");
        }
        checkBits(layer, found, parameters.requantize(), problems);
        CentredInput centred = CentredInput.of(parameters, input);
        checkLimbs(layer, weights, centred.range(), centred.zeroPoint(), problems);
        return problems;
    }

    private static void checkBits(Layer layer, LayerRanges found, Requantize requantize, Problems problems) {
        boolean fits = hasRoom(found.scaled()) && hasRoom(found.accumulator());
        if (!fits || requantize.shift() >= BITS) {
            problems.add(
                    where(layer), "its values need more than " + BITS + " bits", "use a smaller multiplier or shift");
        }
    }

    /** Whether the sums over the limbs, put together again, fit 64 bits. */
    private static void checkLimbs(Layer layer, long weights, Interval input, int zeroPoint, Problems problems) {
        if (!hasRoom(input)) {
            problems.add(
                    where(layer),
                    "its inputs need more than " + BITS + " bits",
                    "use a larger shift in the layer before it");
            return;
        }
        int limbs = Limbs.of(input, zeroPoint).count();
        BigInteger largest = BigInteger.ONE.shiftLeft(8 * limbs).subtract(BigInteger.ONE);
        int bits = BigInteger.valueOf(weights).multiply(largest).bitLength() + 1;
        if (bits > Long.SIZE) {
            problems.add(
                    where(layer),
                    "sums over the " + limbs + " bytes of its inputs need " + bits + " bits, ONNX has " + Long.SIZE,
                    "use a larger shift in the layer before it");
        }
    }

    private static String where(Layer layer) {
        return "layer '" + layer.label() + "'";
    }

    private static boolean hasRoom(Interval values) {
        return values.low() >= -ROOM && values.high() < ROOM;
    }

    /**
     * Over the output channels, the largest sum of {@code |q - Z|}; of {@code q} too where each channel has its own Z,
     * as then q and Z go separate ways.
     */
    private static long largestWeightSum(IntegerParameters parameters) {
        long largest = 0;
        int perChannel = parameters.weightsPerChannel();
        for (int channel = 0; channel < parameters.bias().length; channel++) {
            long effective = 0;
            long whole = 0;
            for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
                effective += Math.abs(parameters.weight(channel, i));
                whole += parameters.weights()[i];
            }
            largest = Math.max(largest, parameters.isPerChannel() ? Math.max(effective, whole) : effective);
        }
        return largest;
    }
}
