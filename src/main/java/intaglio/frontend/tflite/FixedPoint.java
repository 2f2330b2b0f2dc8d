package intaglio.frontend.tflite;

/**
 * A real factor as TensorFlow Lite's reference kernels have it: 31 bits and a power of two. Sources:
 * {@code QuantizeMultiplier} of {@code quantization_util.cc}, {@code MultiplyByQuantizedMultiplier} of {@code common.h}.
 *
 * @param mantissa in 2^30..2^31
 * @param exponent of the factor {@code mantissa / 2^31 * 2^exponent}
 */
record FixedPoint(long mantissa, int exponent) {

    private static final int BITS = 31;

    /** Of a positive real number. */
    static FixedPoint of(double real) {
        int exponent = Math.getExponent(real) + 1;
        long mantissa = Math.round(Math.scalb(real, BITS - exponent));
        return mantissa == 1L << BITS ? new FixedPoint(mantissa / 2, exponent + 1) : new FixedPoint(mantissa, exponent);
    }

    /** Divided by a count, the quotient cut off, as MEAN has it. */
    FixedPoint dividedBy(int count) {
        int shift = Math.min(BITS - Integer.numberOfLeadingZeros(count), BITS + exponent);
        return new FixedPoint((mantissa << shift) / count, exponent - shift);
    }

    /** The product, rounded twice: to 31 bits, ties up, then to an integer, ties away from zero. */
    long multiply(long value) {
        int left = Math.max(exponent, 0);
        int right = Math.max(-exponent, 0);
        long high = ((value << left) * mantissa + (1L << (BITS - 1))) >> BITS;
        if (right == 0) {
            return high;
        }
        long half = 1L << (right - 1);
        return high < 0 ? -((-high + half) >> right) : (high + half) >> right;
    }
}
