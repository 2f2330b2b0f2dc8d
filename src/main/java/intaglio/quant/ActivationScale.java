package intaglio.quant;

/**
 * What the integers of one activation tensor stand for: {@code real = scale * (y - zeroPoint)}.
 *
 * @param scale S, the real value of one step
 * @param zeroPoint Z, 0..255
 */
public record ActivationScale(double scale, int zeroPoint) {

    /** Largest uint8. */
    public static final int LARGEST = 255;

    /** The image: its bytes stand for 0..1. */
    public static final ActivationScale IMAGE = new ActivationScale(1.0 / LARGEST, 0);

    /**
     * Spreads 0..255 over a range that is widened to hold 0: {@code S = (high - low) / 255},
     * {@code Z = round(-low / S)}, so that 0.0 is an integer exactly. A range of zeros only gets S = 1.
     */
    public static ActivationScale of(ActivationRange range) {
        ActivationRange wide = range.withZero();
        double scale = (wide.high() - wide.low()) / LARGEST;
        return scale < Double.MIN_NORMAL
                ? new ActivationScale(1, 0)
                : new ActivationScale(scale, (int) Math.rint(-wide.low() / scale));
    }
}
