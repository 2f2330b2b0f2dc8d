package intaglio.plan;

/** Small exact integer functions of the cost formulas. */
public final class Integers {

    private Integers() {}

    public static int ceilDiv(int dividend, int divisor) {
        return Math.floorDiv(dividend + divisor - 1, divisor);
    }

    public static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Bits that hold the numbers {@code 0 .. values - 1}; at least 1. */
    public static int bitsFor(int values) {
        return values <= 2 ? 1 : 32 - Integer.numberOfLeadingZeros(values - 1);
    }

    public static int powerOfTwoAtLeast(int value) {
        return value <= 1 ? 1 : Integer.highestOneBit(value - 1) << 1;
    }
}
