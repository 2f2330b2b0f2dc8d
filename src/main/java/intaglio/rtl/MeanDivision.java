package intaglio.rtl;

import intaglio.num.Interval;
import java.math.BigInteger;

/**
 * Division of window sums by a constant, rounded half to even, as a multiplication and a shift: the numbers of
 * {@code intaglio_mean}.
 *
 * <p>With {@code t = sum + floor(count / 2) + zeros * count}, not negative, and {@code M = ceil(2^shift / count)}, let
 * {@code e = M * count - 2^shift} be the error of M. For {@code t = q * count + r} the product is
 * {@code t * M = q * 2^shift + q * e + r * M}. Where {@code (q + 1) * e < M} for the largest q, the last two terms stay
 * below {@code 2^shift}, so the shift gives q; and they are below M only where r is 0. (Division by invariant integers
 * after Granlund and Montgomery, 1994.)
 *
 * @param sums proved interval of the sums
 * @param count values of a window
 * @param multiplier M
 * @param shift smallest with which this is exact for every proved sum
 * @param zeros what is taken off the quotient at the end; even, so that it does not change what is odd
 */
public record MeanDivision(Interval sums, int count, long multiplier, int shift, long zeros) {

    /** What {@link SignedDigits} holds. */
    private static final int MOST_BITS = 31;

    /**
     * The numbers for sums of an interval.
     *
     * @throws ArithmeticException where M needs more than 31 bits
     */
    static MeanDivision of(Interval sums, int count) {
        long half = count / 2;
        long negative = Math.max(0, Math.negateExact(Math.addExact(sums.low(), half)));
        long zeros = (negative + count - 1) / count;
        zeros += zeros % 2;
        long largest = Math.addExact(sums.high(), Math.addExact(half, zeros * count));
        BigInteger quotients = BigInteger.valueOf(largest / count + 1);
        for (int shift = 0; shift < 63; shift++) {
            BigInteger power = BigInteger.ONE.shiftLeft(shift);
            BigInteger divisor = BigInteger.valueOf(count);
            BigInteger multiplier = power.add(divisor).subtract(BigInteger.ONE).divide(divisor);
            BigInteger error = multiplier.multiply(divisor).subtract(power);
            if (multiplier.bitLength() > MOST_BITS) {
                break;
            }
            if (quotients.multiply(error).compareTo(multiplier) < 0) {
                return new MeanDivision(sums, count, multiplier.longValueExact(), shift, zeros);
            }
        }
        throw new ArithmeticException("the mean of " + count + " values with sums in " + sums
                + " needs a multiplier of more than " + MOST_BITS + " bits");
    }

    /** What a sum becomes; for tests, and the definition of the module. */
    long apply(long sum) {
        long product = Math.addExact(Math.multiplyExact(sum, multiplier), offset());
        long up = product >> shift;
        boolean tie = even() == 1 && product - (up << shift) < multiplier;
        return up - zeros - (tie && up % 2 == 1 ? 1 : 0);
    }

    /** {@code M * (t - sum)}. */
    public long offset() {
        return Math.multiplyExact(multiplier, count / 2 + zeros * count);
    }

    public int even() {
        return count % 2 == 0 ? 1 : 0;
    }

    /** Room for every product, for the quotient's lowest bit, and for a sum with its sign. */
    public int productWidth() {
        long largest = Math.addExact(Math.multiplyExact(sums.high(), multiplier), offset());
        int product = new Interval(0, largest).unsignedBits();
        return Math.max(Math.max(product, shift), sums.bits()) + 1;
    }

    public String plusDigits() {
        return VerilogText.hex32(SignedDigits.of(multiplier).plus());
    }

    public String minusDigits() {
        return VerilogText.hex32(SignedDigits.of(multiplier).minus());
    }
}
