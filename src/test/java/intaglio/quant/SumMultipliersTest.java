package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SumMultipliersTest {

    @Test
    void multipliersFitTheDigitsOfTheHardwareAndAreNear() {
        Random random = new Random(5);
        for (int trial = 0; trial < 300; trial++) {
            int inputs = 2 + random.nextInt(3);
            double[] ratios = random.doubles(inputs, -30, 17)
                    .map(power -> Math.pow(2, power))
                    .toArray();
            long[] distances = random.longs(inputs, 1, 256).toArray();

            SumMultipliers found = SumMultipliers.of(ratios, distances, SumMultipliers.TOLERANCE)
                    .orElseThrow();

            double error = 0;
            for (int input = 0; input < inputs; input++) {
                double multiplier = Math.scalb((double) found.multipliers()[input], -found.shift());
                error += Math.abs(multiplier - ratios[input]) * distances[input];
            }
            assertThat(error).isLessThanOrEqualTo(1.0 / 8);
            assertThat(Arrays.stream(found.multipliers()).max().orElseThrow()).isLessThan(1L << 30);
        }
    }

    @Test
    void ratiosBeyondThemHaveNone() {
        assertThat(SumMultipliers.of(new double[] {0.7, 1.3e9}, new long[] {255, 255}, SumMultipliers.TOLERANCE))
                .isEmpty();
        assertThat(SumMultipliers.of(new double[] {3_700_000.3, 1}, new long[] {255, 9}, SumMultipliers.TOLERANCE))
                .isEmpty();
    }
}
