package intaglio.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import intaglio.num.Interval;
import intaglio.num.Rounding;
import org.junit.jupiter.api.Test;

class RequantizeTest {

    private static final Interval BYTE = new Interval(0, 255);

    private static final Requantize PER_CHANNEL = new Requantize(new long[] {3, 5, 7}, 3, Rounding.HALF_UP, 100, BYTE);

    @Test
    void everyChannelHasItsMultiplier() {
        // 12 * 3 / 8 = 4.5, a tie, goes up; 12 * 5 / 8 = 7.5 likewise; 12 * 7 / 8 = 10.5 likewise.
        assertThat(PER_CHANNEL.apply(12, 0)).isEqualTo(105);
        assertThat(PER_CHANNEL.apply(12, 1)).isEqualTo(108);
        assertThat(PER_CHANNEL.apply(12, 2)).isEqualTo(111);
        assertThat(PER_CHANNEL.apply(-12, 0)).isEqualTo(96);
        assertThat(PER_CHANNEL.scale(1)).isEqualTo(0.625);
    }

    @Test
    void outputsAreClampedAfterTheZeroPoint() {
        assertThat(PER_CHANNEL.apply(413, 0)).isEqualTo(255);
        assertThat(PER_CHANNEL.apply(414, 0)).isEqualTo(255);
        assertThat(PER_CHANNEL.apply(412, 0)).isEqualTo(255);
        assertThat(PER_CHANNEL.apply(411, 0)).isEqualTo(254);
        assertThat(PER_CHANNEL.apply(-5000, 2)).isZero();
        assertThat(new Requantize(new long[] {3}, 3, Rounding.HALF_UP, 100, null).apply(5000, 9))
                .isEqualTo(1975);
    }

    @Test
    void intervalsHoldExactlyTheirOutputs() {
        for (long low = -900; low < 700; low += 37) {
            for (long high = low; high < 700; high += 41) {
                Interval outputs = PER_CHANNEL.ofScaled(new Interval(low, high).times(5), 1);
                assertThat(outputs).isEqualTo(new Interval(PER_CHANNEL.apply(low, 1), PER_CHANNEL.apply(high, 1)));
            }
        }
    }

    @Test
    void equalWhereEveryNumberIsEqual() {
        Requantize same = new Requantize(new long[] {3, 5, 7}, 3, Rounding.HALF_UP, 100, new Interval(0, 255));
        assertThat(PER_CHANNEL).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(PER_CHANNEL)
                .isNotIn(
                        new Requantize(new long[] {3, 5, 8}, 3, Rounding.HALF_UP, 100, BYTE),
                        new Requantize(new long[] {3, 5, 7}, 4, Rounding.HALF_UP, 100, BYTE),
                        new Requantize(new long[] {3, 5, 7}, 3, Rounding.FLOOR, 100, BYTE),
                        new Requantize(new long[] {3, 5, 7}, 3, Rounding.HALF_UP, 101, BYTE),
                        new Requantize(new long[] {3, 5, 7}, 3, Rounding.HALF_UP, 100, null));
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Requantize(new long[0], 3, Rounding.FLOOR, 0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Requantize(-1, 3, Rounding.FLOOR));
        assertThatIllegalArgumentException().isThrownBy(() -> new Requantize(1, 63, Rounding.FLOOR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Requantize(new long[] {1}, 3, Rounding.FLOOR, 256, BYTE));
        assertThatIllegalStateException().isThrownBy(PER_CHANNEL::multiplier);
    }
}
