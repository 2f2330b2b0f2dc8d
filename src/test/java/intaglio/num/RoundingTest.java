package intaglio.num;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundingTest {

    private static final long[] ODD = {-5, -3, -1, 1, 3, 5};

    @Test
    void tiesFollowTheTruthTable() {
        assertHalves(Rounding.FLOOR, -3, -2, -1, 0, 1, 2);
        assertHalves(Rounding.HALF_UP, -2, -1, 0, 1, 2, 3);
        assertHalves(Rounding.HALF_EVEN, -2, -2, 0, 0, 2, 2);
        assertHalves(Rounding.HALF_AWAY, -3, -2, -1, 1, 2, 3);
    }

    private static void assertHalves(Rounding rounding, long... expected) {
        for (int i = 0; i < ODD.length; i++) {
            assertThat(rounding.shiftRight(ODD[i], 1))
                    .as("%s of %d / 2", rounding, ODD[i])
                    .isEqualTo(expected[i]);
        }
    }

    /** Every policy against exact decimal division, at ties and their neighbours, and at random values. */
    @ParameterizedTest
    @EnumSource(Rounding.class)
    void equalsDecimalDivision(Rounding rounding) {
        long seed = 17;
        Random random = new Random(seed);
        for (int shift = 0; shift <= 62; shift++) {
            for (long value : values(random, shift)) {
                BigInteger expected = divide(value, shift, rounding);
                assertThat(rounding.shiftRight(value, shift))
                        .as("%s of %d / 2^%d, seed %d", rounding, value, shift, seed)
                        .isEqualTo(expected.longValueExact());
            }
        }
    }

    /** The value that is said to be the smallest reaches the result, the one below it does not. */
    @ParameterizedTest
    @EnumSource(Rounding.class)
    void smallestValuesReachTheirResult(Rounding rounding) {
        for (int shift = 0; shift <= 53; shift++) {
            for (long result = -9; result <= 9; result++) {
                long least = rounding.smallestReaching(result, shift);
                assertThat(rounding.shiftRight(least, shift)).isEqualTo(result);
                assertThat(rounding.shiftRight(least - 1, shift)).isEqualTo(result - 1);
            }
        }
    }

    @Test
    void meansEqualDecimalDivision() {
        Random random = new Random(23);
        for (long divisor : new long[] {1, 2, 3, 6, 7, 9, 12, 36, 49, 4095}) {
            for (int i = -400; i < 400; i++) {
                long value = i < 300 ? i : random.nextLong();
                long expected = new BigDecimal(value)
                        .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_EVEN)
                        .longValueExact();
                assertThat(Rounding.divideHalfEven(value, divisor))
                        .as("%d / %d", value, divisor)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<Long> values(Random random, int shift) {
        // Within a quarter of 64 bits: half up adds half a step before it shifts.
        long limit = Long.MAX_VALUE / 2;
        List<Long> values = new ArrayList<>(List.of(0L, 1L, -1L, limit, -limit));
        for (int i = 0; i < 40; i++) {
            values.add(random.nextLong() >> (2 + random.nextInt(62)));
        }
        for (long step = -9; step <= 9 && shift > 0 && shift < 58; step++) {
            long tie = (step << shift) + (1L << (shift - 1));
            values.addAll(List.of(tie - 1, tie, tie + 1));
        }
        return values;
    }

    private static BigInteger divide(long value, int shift, Rounding rounding) {
        BigDecimal exact = BigDecimal.valueOf(value).divide(new BigDecimal(BigInteger.TWO.pow(shift)));
        return switch (rounding) {
            case FLOOR -> exact.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
            // Not RoundingMode.HALF_UP, which is half away from zero.
            case HALF_UP ->
                exact.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
            case HALF_EVEN -> exact.setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact();
            case HALF_AWAY -> exact.setScale(0, RoundingMode.HALF_UP).toBigIntegerExact();
        };
    }

    @Test
    void policiesDifferWhereTheFieldSaysTheyDo() {
        // Sums of a 2x2 pool, each equally likely: floor and half up differ on 1/2, floor and half even on 3/8,
        // half up and half even on 1/8.
        int period = 8;
        assertThat(differences(Rounding.FLOOR, Rounding.HALF_UP, period)).isEqualTo(4);
        assertThat(differences(Rounding.FLOOR, Rounding.HALF_EVEN, period)).isEqualTo(3);
        assertThat(differences(Rounding.HALF_UP, Rounding.HALF_EVEN, period)).isEqualTo(1);
        for (long sum = 0; sum < 4096; sum++) {
            // The pool's adder in hardware.
            assertThat((sum + 1 + ((sum >> 2) & 1)) >> 2).isEqualTo(Rounding.HALF_EVEN.shiftRight(sum, 2));
        }
    }

    private static int differences(Rounding one, Rounding other, int period) {
        int count = 0;
        for (long sum = 0; sum < period; sum++) {
            count += one.shiftRight(sum, 2) == other.shiftRight(sum, 2) ? 0 : 1;
        }
        return count;
    }

    @Test
    void overflowIsNotSilent() {
        assertThatThrownBy(() -> Rounding.HALF_UP.shiftRight(Long.MAX_VALUE, 1))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Rounding.HALF_AWAY.shiftRight(Long.MIN_VALUE, 1))
                .isInstanceOf(ArithmeticException.class);
        assertThat(Rounding.HALF_EVEN.shiftRight(Long.MAX_VALUE, 1)).isEqualTo(1L << 62);
        assertThat(Rounding.FLOOR.shiftRight(Long.MIN_VALUE, 62)).isEqualTo(-2);
    }
}
