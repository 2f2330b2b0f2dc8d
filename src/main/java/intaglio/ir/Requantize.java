package intaglio.ir;

import intaglio.num.Rounding;

/**
 * Back from accumulator units to activation units, in integers: {@code y = round(accumulator * multiplier / 2^shift)}.
 *
 * @param multiplier non-negative integer
 * @param shift right shift, 0 or more
 * @param rounding what the shift does with the bits it drops
 */
public record Requantize(long multiplier, int shift, Rounding rounding) {

    public Requantize {
        if (multiplier < 0 || shift < 0 || shift > 62) {
            throw new IllegalArgumentException("multiplier " + multiplier + " >> " + shift);
        }
    }

    /** One accumulator value; {@link ArithmeticException} where the product leaves 64 bits. */
    public long apply(long accumulator) {
        return rounding.shiftRight(Math.multiplyExact(accumulator, multiplier), shift);
    }

    /** The real number the pair stands for. */
    public double scale() {
        return multiplier / (double) (1L << shift);
    }
}
