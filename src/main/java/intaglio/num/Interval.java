package intaglio.num;

/**
 * A closed integer interval {@code [low, high]}; every operation is exact and throws {@link ArithmeticException} rather
 * than leave 64 bits.
 */
public record Interval(long low, long high) {

    public static final Interval ZERO = new Interval(0, 0);

    public Interval {
        if (low > high) {
            throw new IllegalArgumentException("empty interval [" + low + ", " + high + "]");
        }
    }

    public static Interval of(long value) {
        return new Interval(value, value);
    }

    public Interval plus(Interval other) {
        return new Interval(Math.addExact(low, other.low), Math.addExact(high, other.high));
    }

    public Interval plus(long value) {
        return plus(of(value));
    }

    public Interval times(long factor) {
        long a = Math.multiplyExact(low, factor);
        long b = Math.multiplyExact(high, factor);
        return new Interval(Math.min(a, b), Math.max(a, b));
    }

    /** Monotone, so the ends of the result are the shifted ends. */
    public Interval shiftRight(int shift, Rounding rounding) {
        return new Interval(rounding.shiftRight(low, shift), rounding.shiftRight(high, shift));
    }

    public Interval relu() {
        return atLeast(0);
    }

    /** The interval of {@code max(value, least)}. */
    public Interval atLeast(long least) {
        return new Interval(Math.max(low, least), Math.max(high, least));
    }

    /** The interval of every value clamped to {@code bounds}. */
    public Interval clampTo(Interval bounds) {
        return new Interval(bounds.clamp(low), bounds.clamp(high));
    }

    /** The value, or the nearer end where it lies outside. */
    public long clamp(long value) {
        return Math.max(low, Math.min(high, value));
    }

    /** The smallest interval that holds both. */
    public Interval union(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }

    public Interval withZero() {
        return union(ZERO);
    }

    public boolean contains(long value) {
        return low <= value && value <= high;
    }

    public boolean isSigned() {
        return low < 0;
    }

    /** Bits of the two's complement type that just holds the interval, sign bit included; at least 1. */
    public int signedBits() {
        return 1 + Math.max(magnitudeBits(low), magnitudeBits(high));
    }

    /** Bits of the unsigned type that just holds the interval; at least 1. Only for intervals without negatives. */
    public int unsignedBits() {
        if (low < 0) {
            throw new IllegalStateException(this + " needs a sign");
        }
        return Math.max(1, magnitudeBits(high));
    }

    /** {@link #signedBits()} where there are negatives, {@link #unsignedBits()} otherwise. */
    public int bits() {
        return isSigned() ? signedBits() : unsignedBits();
    }

    private static int magnitudeBits(long value) {
        return 64 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
    }

    @Override
    public String toString() {
        return "[" + low + ", " + high + "]";
    }
}
