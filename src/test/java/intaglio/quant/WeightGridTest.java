package intaglio.quant;

import static intaglio.quant.WeightScheme.ASYMMETRIC;
import static intaglio.quant.WeightScheme.SYMMETRIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightGridTest {

    @Test
    void smallTensorByHand() {
        // Range -1..2 in 15 steps of 0.2; Z = 5. Rows alone: -1..0.5 has steps of 0.1 and Z = 10, 0..2 has 2/15 and 0.
        float[] weights = {-1, 0.5f, 0, 2, 1, 0.25f};
        WeightGrid tensor = WeightGrid.perTensor(ASYMMETRIC, weights, 4);
        assertThat(tensor.scales()).containsExactly(0.2);
        assertThat(tensor.zeroPoints()).containsExactly(5);
        assertThat(tensor.nearest(weights, 2)).containsExactly(0, 7, 5, 15, 10, 6);
        WeightGrid channels = WeightGrid.perChannel(ASYMMETRIC, weights, new double[2], 4);
        assertThat(channels.scales()).containsExactly(0.1, 2 / 15.0);
        assertThat(channels.zeroPoints()).containsExactly(10, 0);
        assertThat(channels.nearest(weights, 2)).containsExactly(0, 15, 10, 15, 8, 2);
        WeightGrid logits = WeightGrid.perChannelInOneUnit(ASYMMETRIC, weights, 2, 4);
        assertThat(logits.scales()).containsExactly(2 / 15.0, 2 / 15.0);
        assertThat(logits.zeroPoints()).containsExactly(8, 0);
    }

    @Test
    void everyWeightComesBackWithinAStepAndZeroExactly() {
        Random random = new Random(6);
        for (int bits = 2; bits <= 8; bits++) {
            float[] weights = new float[3 * 35];
            for (int i = 0; i < weights.length; i++) {
                float offset = i < 35 ? 0 : i < 70 ? 3 : -4;
                weights[i] = i % 7 == 0 ? 0 : offset + (float) random.nextGaussian();
            }
            for (WeightGrid found : new WeightGrid[] {
                WeightGrid.perTensor(ASYMMETRIC, weights, bits),
                WeightGrid.perChannel(ASYMMETRIC, weights, new double[3], bits)
            }) {
                int[] integers = found.nearest(weights, 3);
                assertThat(Arrays.stream(integers)).allMatch(q -> q >= 0);
                assertThat(integers).contains(0, (1 << bits) - 1).doesNotContain(1 << bits);
                for (int i = 0; i < weights.length; i++) {
                    int channel = found.scales().length == 1 ? 0 : i / 35;
                    double real = found.scales()[channel] * (integers[i] - found.zeroPoints()[channel]);
                    assertThat(Math.abs(real - weights[i])).isLessThanOrEqualTo(found.scales()[channel] * 1.0001);
                    assertThat(weights[i] != 0 || real == 0).isTrue();
                }
            }
        }
    }

    @Test
    void symmetricWeightsByHand() {
        // Largest 2 in 7 steps on either side of 8; the rows alone 1 / 7 and 2 / 7. 0.25 is 0.875 steps.
        float[] weights = {-1, 0.5f, 0, 2, 1, 0.25f};
        WeightGrid tensor = WeightGrid.perTensor(SYMMETRIC, weights, 4);
        assertThat(tensor.scales()).containsExactly(2 / 7.0);
        assertThat(tensor.zeroPoints()).containsExactly(8);
        assertThat(tensor.nearest(weights, 2)).containsExactly(4, 10, 8, 15, 12, 9);
        WeightGrid channels = WeightGrid.perChannel(SYMMETRIC, weights, new double[2], 4);
        assertThat(channels.scales()).containsExactly(1 / 7.0, 2 / 7.0);
        assertThat(channels.zeroPoints()).containsExactly(8);
        assertThat(channels.nearest(weights, 2)).containsExactly(1, 12, 8, 15, 12, 9);
        assertThat(WeightGrid.perTensor(SYMMETRIC, new float[] {-3, 1}, 2).nearest(new float[] {-3, 1}, 1))
                .containsExactly(1, 2);
    }

    /** 2^bits - 1 integers around the middle; the smallest is not used, so that no sign has more of them. */
    @Test
    void symmetricWeightsAreInTheNarrowRange() {
        Random random = new Random(9);
        for (int bits = 2; bits <= 8; bits++) {
            float[] weights = new float[3 * 11];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = i == 5 ? 0 : (float) random.nextGaussian() * (1 + i / 11);
            }
            int middle = 1 << (bits - 1);
            for (WeightGrid found : new WeightGrid[] {
                WeightGrid.perTensor(SYMMETRIC, weights, bits),
                WeightGrid.perChannel(SYMMETRIC, weights, new double[3], bits)
            }) {
                int[] integers = found.nearest(weights, 3);
                assertThat(found.zeroPoints()).containsExactly(middle);
                assertThat(Arrays.stream(integers)).allMatch(q -> q >= 1 && q < 2 * middle);
                assertThat(integers[5]).isEqualTo(middle);
                for (int i = 0; i < weights.length; i++) {
                    double scale = found.scales()[found.scales().length == 1 ? 0 : i / 11];
                    assertThat(scale * (integers[i] - middle))
                            .isBetween(weights[i] - scale * 0.5001, weights[i] + scale * 0.5001);
                }
            }
        }
    }

    @Test
    void channelsOfZerosOrTinyWeightsKeepAUsableScale() {
        float[] weights = {0, 0, 0, 1e-20f, -1e-20f, 0, 5, -1, 0};
        WeightGrid channels = WeightGrid.perChannel(ASYMMETRIC, weights, new double[3], 8);
        assertThat(channels.scales()[0]).isEqualTo(channels.scales()[2]);
        assertThat(channels.scales()[1]).isEqualTo(channels.scales()[2] / 65536);
        assertThat(channels.bounded()).extracting(BoundedScale::channel).containsExactly(0, 1);
        assertThat(channels.bounded().get(1).own()).isBetween(7e-23, 9e-23);
        WeightGrid zeros = WeightGrid.perTensor(ASYMMETRIC, new float[4], 8);
        assertThat(zeros.scales()).containsExactly(1);
        assertThat(zeros.nearest(new float[4], 2)).containsOnly(zeros.zeroPoints()[0]);
    }

    /** A scale that is too small for the bias grows; the weights are rounded with it. */
    @Test
    void scalesAreLargeEnoughForTheBiases() {
        float[] weights = {0.5f, -0.5f, 0.25f, 1, 0, 0};
        WeightGrid channels = WeightGrid.perChannel(SYMMETRIC, weights, new double[] {0.01, 0.001, 7}, 8);
        assertThat(channels.scales()).containsExactly(0.01, 1 / 127.0, 7);
        assertThat(channels.nearest(weights, 3)).containsExactly(178, 78, 160, 255, 128, 128);
        assertThat(channels.bounded()).containsExactly(new BoundedScale(0, 0.5 / 127, 0.01), new BoundedScale(2, 0, 7));
    }
}
