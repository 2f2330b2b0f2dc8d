package intaglio.quant;

import intaglio.ir.Normalization;

/**
 * What the integers of one activation tensor stand for: {@code real = scale * (y - zeroPoint)}.
 *
 * @param scale S, the real value of one step
 * @param zeroPoint Z, 0..255; of a table's index 0..4095
 */
public record ActivationScale(double scale, int zeroPoint) {

    /** Largest uint8. */
    public static final int LARGEST = 255;

    /** Value of one step of a byte of the image; of channels with steps of their own the largest. */
    public static double unit(Normalization normalization, int channels) {
        double largest = 0;
        for (int channel = 0; channel < channels; channel++) {
            largest = Math.max(largest, Math.abs(normalization.scale(channel)));
        }
        return largest;
    }

    /**
     * Spreads 0..255 over a range that is widened to hold 0: {@code S = (high - low) / 255},
     * {@code Z = round(-low / S)}, so that 0.0 is an integer exactly. A range of zeros only gets S = 1.
     */
    public static ActivationScale of(ActivationRange range) {
        return of(range, LARGEST);
    }

    /** The same for 0..largest. */
    static ActivationScale of(ActivationRange range, int largest) {
        ActivationRange wide = range.withZero();
        double scale = (wide.high() - wide.low()) / largest;
        return scale < Double.MIN_NORMAL
                ? new ActivationScale(1, 0)
                : new ActivationScale(scale, (int) Math.rint(-wide.low() / scale));
    }
}
