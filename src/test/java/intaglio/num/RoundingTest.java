package intaglio.num;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
            assertThat(rounding.shiftRight(ODD[i], 1)).as("%s of %d / 2", rounding, ODD[i]).isEqualTo(expected[i]);
        }
    }
}
