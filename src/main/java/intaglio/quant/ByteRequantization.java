package intaglio.quant;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Weighted;
import intaglio.range.RangeAnalysis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the requantization of one layer, from accumulators to bytes, for the accumulators that can occur in it. */
final class ByteRequantization {

    /** Bits that products may take, so that rounding them stays inside 64. */
    private static final int LARGEST_PRODUCT = 62;

    private final Network network;
    private final Map<String, IntegerParameters> before;

    /**
     * A layer's place in its network.
     *
     * @param network the graph, as trained or as in the integers
     * @param before integer parameters of all weighted layers before it, by label
     */
    ByteRequantization(Network network, Map<String, IntegerParameters> before) {
        this.network = network.inIntegers();
        this.before = before;
    }

    /**
     * The narrowest exact multipliers, see {@link RequantizeSearch}.
     *
     * @param sums the layer with its accumulators as outputs
     * @param units real value of one accumulator step: one, or one for each output channel
     * @param output what the bytes stand for
     * @param rounding of the shift
     * @param clamp of the bytes; holds the zero point
     * @param bits widest multiplier to use; narrower ones where the accumulators leave less room in 64 bits
     */
    RequantizeChoice search(
            Weighted layer,
            IntegerParameters sums,
            double[] units,
            ActivationScale output,
            Rounding rounding,
            Interval clamp,
            int bits) {
        Interval seen = layer.activation() == Activation.NONE ? clamp : clamp.atLeast(output.zeroPoint());
        List<Interval> accumulators = accumulators(layer, sums);
        if (units.length == 1) {
            accumulators = List.of(accumulators.stream().reduce(Interval::union).orElseThrow());
        }
        List<RealRequantize> channels = new ArrayList<>();
        for (int i = 0; i < units.length; i++) {
            channels.add(new RealRequantize(
                    units[i] / output.scale(), accumulators.get(i), rounding, output.zeroPoint(), seen));
        }
        int widest = accumulators.stream().mapToInt(Interval::signedBits).max().orElseThrow();
        return RequantizeSearch.best(channels, clamp, Math.max(1, Math.min(bits, LARGEST_PRODUCT - widest)));
    }

    /**
     * Proved accumulators of each output channel: the outputs of the network up to here if the layer handed its
     * accumulators on. With ReLU without the negative ones, whose outputs are the zero point whatever the multiplier.
     */
    List<Interval> accumulators(Weighted layer, IntegerParameters sums) {
        Network prefix = network.upTo(layer.label());
        Map<String, IntegerParameters> known = new HashMap<>(before);
        known.put(layer.label(), sums);
        return RangeAnalysis.of(new IntegerModel(prefix, known))
                .layer(layer.label())
                .outputByChannel();
    }
}
