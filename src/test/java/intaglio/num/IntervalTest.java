package intaglio.num;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void bitsAreThoseOfTheSmallestType() {
        long[][] ends = {
            {0, 0},
            {0, 1},
            {0, 255},
            {0, 256},
            {-1, 0},
            {-1, 1},
            {-2, 1},
            {-128, 127},
            {-128, 128},
            {-129, 0},
            {5, 9},
            {-7, -6},
            {Long.MIN_VALUE, Long.MAX_VALUE}
        };
        for (long[] end : ends) {
            Interval interval = new Interval(end[0], end[1]);
            int signed = 1
                    + Math.max(
                            BigInteger.valueOf(end[0]).bitLength(),
                            BigInteger.valueOf(end[1]).bitLength());
            assertThat(interval.signedBits()).as("%s", interval).isEqualTo(signed);
            assertThat(interval.bits())
                    .as("%s", interval)
                    .isEqualTo(
                            end[0] < 0
                                    ? signed
                                    : Math.max(1, BigInteger.valueOf(end[1]).bitLength()));
        }
        assertThatThrownBy(() -> new Interval(-1, 3).unsignedBits()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void operationsHoldEveryPoint() {
        Interval one = new Interval(-3, 5);
        Interval other = new Interval(2, 7);
        for (long a = -3; a <= 5; a++) {
            for (long b = 2; b <= 7; b++) {
                assertThat(one.plus(other).contains(a + b)).isTrue();
            }
            assertThat(one.times(-4).contains(-4 * a)).isTrue();
            assertThat(one.relu().contains(Math.max(a, 0))).isTrue();
            assertThat(one.shiftRight(1, Rounding.HALF_EVEN).contains(Rounding.HALF_EVEN.shiftRight(a, 1)))
                    .isTrue();
        }
        assertThat(one.plus(other)).isEqualTo(new Interval(-1, 12));
        assertThat(one.times(-4)).isEqualTo(new Interval(-20, 12));
        assertThat(one.union(other)).isEqualTo(new Interval(-3, 7));
        assertThat(other.withZero()).isEqualTo(new Interval(0, 7));
    }

    @Test
    void leaving64BitsIsAnError() {
        assertThatThrownBy(() -> Interval.of(Long.MAX_VALUE).plus(1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Interval.of(1L << 62).times(2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Interval(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
