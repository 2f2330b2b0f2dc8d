package intaglio.quant;

import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.util.Arrays;

/**
 * Requantization of a layer whose outputs stay wide integers. The zero point is 0. Nothing is clamped, except by a ReLU6.
 *
 * <p>The unit of the outputs is the unit of the accumulators times a power of two. The power is the largest with which the
 * unit is at most 1/16 of the step that uint8 outputs would have. The noise of the rounding is then 1/256 of that of uint8,
 * less than the noise of 8-bit weights. A finer unit would only make the next layer's sums and multipliers wider. An
 * accumulator unit that is too large already stays as it is.
 *
 * <p>With weights per tensor this requantization is a shift. With weights per channel, the channel of the largest unit is
 * shifted, and the others have multipliers of up to 24 bits.
 *
 * @param requantize one multiplier, or one for each output channel
 * @param output what the outputs stand for
 */
record KeptWide(Requantize requantize, ActivationScale output) {

    /** Units of a kept-wide output in a step of uint8. */
    private static final double FINENESS = 16;

    /** A channel whose unit is 2^-8 of the largest still has its scale to 16 bits. */
    private static final int WIDEST_MULTIPLIER = 24;

    /** Keeps the shift, the multipliers' part of it added, below the largest there is. */
    private static final int MOST_RAISED = 38;

    /** The coarsest unit that is fine enough; what a table gives has it exactly. */
    static ActivationScale scaleOf(ActivationRange range) {
        return new ActivationScale(ActivationScale.of(range).scale() / FINENESS, 0);
    }

    /** The range in such units, 0 included: where the outputs of a table end. */
    static Interval clampOf(ActivationRange range, ActivationScale output) {
        return new Interval(Math.round(range.low() / output.scale()), Math.round(range.high() / output.scale()))
                .withZero();
    }

    /**
     * Chooses the unit and the multipliers of one layer.
     *
     * @param units real value of one accumulator step: one, or one for each output channel
     * @param range of the outputs, as calibration found it
     * @param bits widest multiplier to use
     */
    static KeptWide of(double[] units, ActivationRange range, Rounding rounding, int bits) {
        double largest = Arrays.stream(units).max().orElseThrow();
        double wanted = scaleOf(range).scale();
        int raised = Math.max(0, Math.min(MOST_RAISED, Math.getExponent(wanted / largest)));
        boolean alike = Arrays.stream(units).allMatch(unit -> unit == largest);
        int fraction = alike ? 0 : Math.min(bits, WIDEST_MULTIPLIER) - 1;
        long[] multipliers = Arrays.stream(units)
                .limit(alike ? 1 : units.length)
                .mapToLong(unit -> Math.round(Math.scalb(unit / largest, fraction)))
                .toArray();
        return new KeptWide(
                new Requantize(multipliers, raised + fraction, rounding, 0, null),
                new ActivationScale(Math.scalb(largest, raised), 0));
    }
}
