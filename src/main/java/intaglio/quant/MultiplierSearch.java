package intaglio.quant;

import intaglio.ir.Requantize;
import intaglio.num.Rounding;

/**
 * Approximates a real scale by {@code multiplier / 2^shift} with {@code 1 <= multiplier < 2^bits} and {@code shift} in
 * 0..62. The shift floors, as in the source article.
 *
 * <p>Two rules. {@link #best} takes the pair with the smallest relative error; it is what the compiler uses.
 * {@link #nearestInteger} takes the shift at which {@code scale * 2^shift} lies nearest to an integer; it is how the
 * article's five pairs come about: for its S as printed (0.0056, 0.0032, 0.0015, 0.0016, 0.0032) that rule gives
 * (23,12), (13,12), (3,11), (13,13), (13,12) with any {@code bits} from 5 to 8. By relative error no single width does:
 * c1 takes 5 bits (with 4 it would be 11 >> 11) and the other four take 4 bits (with 5, c5 would be 25 >> 14).
 */
public final class MultiplierSearch {

    /** Widest multiplier that can be asked for. */
    public static final int MAX_BITS = 31;

    private static final int MAX_SHIFT = 62;

    private MultiplierSearch() {}

    /**
     * The pair with the smallest relative error; among equals the smallest multiplier.
     *
     * @param scale positive and finite
     * @param bits 1..{@value #MAX_BITS}
     */
    public static Requantize best(double scale, int bits) {
        check(scale, bits);
        Requantize best = null;
        for (int shift = 0; shift <= MAX_SHIFT; shift++) {
            Requantize candidate = candidate(scale, shift, bits);
            // Shifts rise, so an equal value with a larger multiplier comes later and does not replace.
            if (best == null || error(scale, candidate) < error(scale, best)) {
                best = candidate;
            }
        }
        return best;
    }

    /**
     * The pair whose multiplier is nearest to {@code scale * 2^shift}, in absolute terms; among equals the smallest
     * multiplier. Where {@code scale} is so large that no multiplier reaches it, the largest one without shift.
     *
     * @param scale positive and finite
     * @param bits 1..{@value #MAX_BITS}
     */
    public static Requantize nearestInteger(double scale, int bits) {
        check(scale, bits);
        Requantize best = candidate(scale, 0, bits);
        double bestDistance = Double.POSITIVE_INFINITY;
        for (int shift = 0; shift <= MAX_SHIFT; shift++) {
            double exact = Math.scalb(scale, shift);
            Requantize candidate = candidate(scale, shift, bits);
            boolean inRange = exact >= 0.5 && Math.rint(exact) < Math.scalb(1.0, bits);
            if (inRange && Math.abs(exact - candidate.multiplier()) < bestDistance) {
                bestDistance = Math.abs(exact - candidate.multiplier());
                best = candidate;
            }
        }
        return best;
    }

    /** {@code (multiplier / 2^shift - scale) / scale}. */
    public static double relativeError(double scale, Requantize requantize) {
        return (requantize.scale() - scale) / scale;
    }

    private static double error(double scale, Requantize candidate) {
        return Math.abs(relativeError(scale, candidate));
    }

    private static Requantize candidate(double scale, int shift, int bits) {
        double largest = (1L << bits) - 1;
        long multiplier = (long) Math.max(1, Math.min(largest, Math.rint(Math.scalb(scale, shift))));
        return new Requantize(multiplier, shift, Rounding.FLOOR);
    }

    private static void check(double scale, int bits) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale " + scale);
        }
        if (bits < 1 || bits > MAX_BITS) {
            throw new IllegalArgumentException(bits + " multiplier bits");
        }
    }
}
