package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.ir.Requantize;
import intaglio.num.Rounding;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultiplierSearchTest {

    /** S as the article printed it, and its pairs: multiplier, shift. */
    private static final double[] PRINTED = {0.0056, 0.0032, 0.0015, 0.0016, 0.0032};

    private static final int[][] ARTICLE = {{23, 12}, {13, 12}, {3, 11}, {13, 13}, {13, 12}};

    @Test
    void nearestIntegerGivesTheArticlesFivePairsWithFiveToEightBits() {
        for (int layer = 0; layer < PRINTED.length; layer++) {
            for (int bits = 5; bits <= 8; bits++) {
                assertThat(MultiplierSearch.nearestInteger(PRINTED[layer], bits))
                        .as("S %s, %d bits", PRINTED[layer], bits)
                        .isEqualTo(pair(ARTICLE[layer][0], ARTICLE[layer][1]));
            }
        }
        assertThat(MultiplierSearch.nearestInteger(PRINTED[0], 4)).isNotEqualTo(pair(23, 12));
        assertThat(MultiplierSearch.nearestInteger(PRINTED[0], 9)).isNotEqualTo(pair(23, 12));
    }

    /** By relative error c1 needs 5 bits and the others 4; no single width gives all five. */
    @Test
    void bestGivesTheArticlesPairsWithFiveBitsForC1AndFourForTheRest() {
        for (int layer = 0; layer < PRINTED.length; layer++) {
            assertThat(MultiplierSearch.best(PRINTED[layer], layer == 0 ? 5 : 4))
                    .isEqualTo(pair(ARTICLE[layer][0], ARTICLE[layer][1]));
        }
        assertThat(MultiplierSearch.best(0.0056, 4)).isEqualTo(pair(11, 11));
        assertThat(MultiplierSearch.best(0.0015, 5)).isEqualTo(pair(25, 14));
    }

    @Test
    void bestIsNoWorseThanAnyPair() {
        long seed = 20260101;
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            double scale = Math.exp(random.nextDouble() * 24 - 16);
            int bits = 1 + random.nextInt(7);
            Requantize best = MultiplierSearch.best(scale, bits);
            double error = Math.abs(MultiplierSearch.relativeError(scale, best));
            for (int shift = 0; shift <= 40; shift++) {
                for (int multiplier = 1; multiplier < 1 << bits; multiplier++) {
                    double other = Math.abs(multiplier / Math.pow(2, shift) - scale) / scale;
                    assertThat(error < other
                                    || (error == other && best.multiplier() <= multiplier)
                                    || Math.abs(error - other) < 1e-15)
                            .as(
                                    "seed %d run %d: scale %s, %d bits, %s against %d >> %d",
                                    seed, run, scale, bits, best, multiplier, shift)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void tiesTakeTheSmallerMultiplier() {
        assertThat(MultiplierSearch.best(0.5, 8)).isEqualTo(pair(1, 1));
        assertThat(MultiplierSearch.best(0.0032, 5)).isEqualTo(pair(13, 12));
    }

    @Test
    void endsOfTheRange() {
        assertThat(MultiplierSearch.best(1e6, 4)).isEqualTo(pair(15, 0));
        assertThat(MultiplierSearch.best(1e-30, 4)).isEqualTo(pair(1, 62));
        assertThatThrownBy(() -> MultiplierSearch.best(0, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MultiplierSearch.best(Double.NaN, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MultiplierSearch.best(0.1, 32)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Requantize pair(long multiplier, int shift) {
        return new Requantize(multiplier, shift, Rounding.FLOOR);
    }
}
