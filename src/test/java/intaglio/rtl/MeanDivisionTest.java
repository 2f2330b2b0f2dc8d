package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeanDivisionTest {

    /** Every sum of small intervals, with negatives and without. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7, 8, 9, 12, 25, 27, 36, 49, 100})
    void equalsTheDivisionForEverySum(int count) {
        for (Interval value : new Interval[] {new Interval(0, 255), new Interval(-37, 90), new Interval(-300, -200)}) {
            Interval sums = value.withZero().times(count);
            MeanDivision division = MeanDivision.of(sums, count);
            for (long sum = sums.low(); sum <= sums.high(); sum++) {
                assertThat(division.apply(sum))
                        .as("%d / %d", sum, count)
                        .isEqualTo(Rounding.divideHalfEven(sum, count));
            }
        }
    }

    @Test
    void equalsTheDivisionForWideSumsAtTheirTies() {
        Random random = new Random(4);
        for (int count : new int[] {6, 10, 14, 49, 63}) {
            Interval sums = new Interval(-(1L << 24), 1L << 24);
            MeanDivision division = MeanDivision.of(sums, count);
            for (int i = 0; i < 20_000; i++) {
                long tie = random.nextInt(200_000) * (long) count + count / 2;
                for (long sum : new long[] {tie - 1, tie, tie + 1, -tie - 1, -tie, -tie + 1, sums.low(), sums.high()}) {
                    assertThat(division.apply(sum))
                            .as("%d / %d", sum, count)
                            .isEqualTo(Rounding.divideHalfEven(sum, count));
                }
            }
        }
    }

    /** One bit less, and some sum comes out wrong: the search stops at the first shift that is exact. */
    @Test
    void isNoWiderThanItMustBe() {
        MeanDivision division = MeanDivision.of(new Interval(0, 49 * 255), 49);
        int shift = division.shift() - 1;
        MeanDivision narrower =
                new MeanDivision(division.sums(), 49, ((1L << shift) + 48) / 49, shift, division.zeros());
        assertThat(wrong(narrower)).isTrue();
        assertThat(wrong(division)).isFalse();
    }

    private static boolean wrong(MeanDivision division) {
        for (long sum = division.sums().low(); sum <= division.sums().high(); sum++) {
            if (division.apply(sum) != Rounding.divideHalfEven(sum, division.count())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void sumsThatNeedTooWideAMultiplierAreRefused() {
        assertThatThrownBy(() -> MeanDivision.of(new Interval(0, 1L << 45), 3))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("the mean of 3 values with sums in [0, 35184372088832]");
    }
}
