package intaglio.range;

import intaglio.ir.Requantize;
import intaglio.num.Rounding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** A closed interval of unbounded integers, for the independent check. */
record BigRange(BigInteger low, BigInteger high) {

    static BigRange of(long low, long high) {
        return new BigRange(BigInteger.valueOf(low), BigInteger.valueOf(high));
    }

    /** The smallest interval that holds both; {@code one} may be null. */
    static BigRange union(BigRange one, BigRange other) {
        return one == null ? other : new BigRange(one.low.min(other.low), one.high.max(other.high));
    }

    BigRange plus(BigInteger value) {
        return new BigRange(low.add(value), high.add(value));
    }

    /** Both ends times a value that is not negative. */
    BigRange times(BigInteger value) {
        return new BigRange(low.multiply(value), high.multiply(value));
    }

    BigRange atLeast(BigInteger least) {
        return new BigRange(low.max(least), high.max(least));
    }

    BigRange requantized(Requantize requantize, int channel) {
        BigInteger multiplier = BigInteger.valueOf(requantize.multiplier(channel));
        BigRange value = nudged(requantize, multiplier)
                .divided(BigInteger.TWO.pow(requantize.shift()), requantize.rounding())
                .plus(BigInteger.valueOf(requantize.zeroPoint()));
        if (requantize.clamp() == null) {
            return value;
        }
        BigInteger least = BigInteger.valueOf(requantize.clamp().low());
        BigInteger most = BigInteger.valueOf(requantize.clamp().high());
        return new BigRange(
                value.low.max(least).min(most), value.high.max(least).min(most));
    }

    /** Rounding twice: away from zero by the leading bit of the multiplier, where that is less than half a step. */
    private BigRange nudged(Requantize requantize, BigInteger multiplier) {
        boolean moved = requantize.twice() && multiplier.signum() > 0 && multiplier.bitLength() < requantize.shift();
        BigInteger by = moved ? BigInteger.TWO.pow(multiplier.bitLength() - 1) : BigInteger.ZERO;
        return new BigRange(
                low.signum() < 0 ? low.subtract(by) : low.add(by),
                high.signum() < 0 ? high.subtract(by) : high.add(by));
    }

    BigRange divided(BigInteger divisor, Rounding rounding) {
        return new BigRange(divide(low, divisor, rounding), divide(high, divisor, rounding));
    }

    /** Decimal division, exact for powers of two, and the rounding of the Java library. */
    private static BigInteger divide(BigInteger value, BigInteger divisor, Rounding rounding) {
        BigDecimal exact = new BigDecimal(value).divide(new BigDecimal(divisor));
        return switch (rounding) {
            case FLOOR -> exact.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
            case HALF_UP ->
                exact.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
            case HALF_EVEN -> exact.setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact();
            case HALF_AWAY -> exact.setScale(0, RoundingMode.HALF_UP).toBigIntegerExact();
        };
    }

    /** Bits of the smallest type: unsigned where nothing is negative, at least 1. */
    int bits() {
        int magnitude = Math.max(low.bitLength(), high.bitLength());
        return low.signum() < 0 ? magnitude + 1 : Math.max(1, magnitude);
    }

    @Override
    public String toString() {
        return "[" + low + ", " + high + "]";
    }
}
