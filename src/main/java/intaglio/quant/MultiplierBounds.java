package intaglio.quant;

/** An interval of multipliers, made narrower by one condition after another. */
final class MultiplierBounds {

    private long low;
    private long high;

    /** Starts with {@code 0..high}. */
    MultiplierBounds(long high) {
        this.high = high;
    }

    /** Keeps those with the leading bit of a value. */
    void leadingBitOf(long value) {
        low = Math.max(low, Long.highestOneBit(value));
        high = Math.min(high, 2 * Long.highestOneBit(value) - 1);
    }

    boolean isEmpty() {
        return low > high;
    }

    /** The multiplier of the interval that is nearest to a value. */
    long nearest(long value) {
        return Math.max(low, Math.min(high, value));
    }

    /** Keeps the multipliers with {@code factor * multiplier >= bound}. */
    void productAtLeast(long factor, long bound) {
        if (factor > 0) {
            low = Math.max(low, ceilingOfQuotient(bound, factor));
        } else if (factor < 0) {
            high = Math.min(high, Math.floorDiv(-bound, -factor));
        } else if (bound > 0) {
            high = low - 1;
        }
    }

    /** Keeps the multipliers with {@code factor * multiplier < bound}. */
    void productBelow(long factor, long bound) {
        productAtLeast(-factor, 1 - bound);
    }

    private static long ceilingOfQuotient(long value, long positive) {
        return -Math.floorDiv(-value, positive);
    }
}
