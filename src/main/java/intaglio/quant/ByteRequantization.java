package intaglio.quant;

import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.List;

/** Finds the requantization of one layer, from accumulators to bytes, for the accumulators that can occur in it. */
final class ByteRequantization {

    /** Bits that products may take, so that rounding them stays inside 64. */
    private static final int LARGEST_PRODUCT = 62;

    private final IntegerDraft draft;

    /**
     * A layer's place in its network.
     *
     * @param draft the integers of all layers before it
     */
    ByteRequantization(IntegerDraft draft) {
        this.draft = draft;
    }

    /**
     * The narrowest exact multipliers, see {@link RequantizeSearch}.
     *
     * @param sums the layer with its accumulators as outputs
     * @param scales output steps in one accumulator step: one, or one for each output channel
     * @param output what the bytes stand for
     * @param rounding of the shift
     * @param clamp of the bytes; holds the zero point
     * @param twice whether it is rounded twice
     * @param bits widest multiplier to use; narrower ones where the accumulators leave less room in 64 bits
     */
    RequantizeChoice search(
            Weighted layer,
            IntegerParameters sums,
            double[] scales,
            ActivationScale output,
            Rounding rounding,
            Interval clamp,
            int bits,
            boolean twice) {
        Interval seen = layer.activation() == Activation.NONE ? clamp : clamp.atLeast(output.zeroPoint());
        List<Interval> accumulators = draft.accumulators(layer, sums);
        if (scales.length == 1) {
            accumulators = List.of(accumulators.stream().reduce(Interval::union).orElseThrow());
        }
        List<RealRequantize> channels = new ArrayList<>();
        for (int i = 0; i < scales.length; i++) {
            channels.add(new RealRequantize(scales[i], accumulators.get(i), rounding, output.zeroPoint(), seen, twice));
        }
        int widest = accumulators.stream().mapToInt(Interval::signedBits).max().orElseThrow();
        return RequantizeSearch.best(channels, clamp, Math.max(1, Math.min(bits, LARGEST_PRODUCT - widest)));
    }
}
