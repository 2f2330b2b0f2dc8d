package intaglio.quant;

import static intaglio.quant.WeightScheme.ASYMMETRIC;
import static intaglio.quant.WeightScheme.SYMMETRIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnsignedWeightsTest {

    @Test
    void smallTensorByHand() {
        // Range -1..2 in 15 steps of 0.2; Z = 5. Rows alone: -1..0.5 has steps of 0.1 and Z = 10, 0..2 has 2/15 and 0.
        float[] weights = {-1, 0.5f, 0, 2, 1, 0.25f};
        UnsignedWeights tensor = UnsignedWeights.perTensor(ASYMMETRIC, weights, 4);
        assertThat(tensor.scales()).containsExactly(0.2);
        assertThat(tensor.zeroPoints()).containsExactly(5);
        assertThat(tensor.weights()).containsExactly(0, 7, 5, 15, 10, 6);
        UnsignedWeights channels = UnsignedWeights.perChannel(ASYMMETRIC, weights, 2, 4);
        assertThat(channels.scales()).containsExactly(0.1, 2 / 15.0);
        assertThat(channels.zeroPoints()).containsExactly(10, 0);
        assertThat(channels.weights()).containsExactly(0, 15, 10, 15, 8, 2);
        UnsignedWeights logits = UnsignedWeights.perChannelInOneUnit(ASYMMETRIC, weights, 2, 4);
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
            for (UnsignedWeights found : new UnsignedWeights[] {
                UnsignedWeights.perTensor(ASYMMETRIC, weights, bits),
                UnsignedWeights.perChannel(ASYMMETRIC, weights, 3, bits)
            }) {
                assertThat(Arrays.stream(found.weights())).allMatch(q -> q >= 0);
                assertThat(found.weights()).contains(0, (1 << bits) - 1).doesNotContain(1 << bits);
                for (int i = 0; i < weights.length; i++) {
                    int channel = found.scales().length == 1 ? 0 : i / 35;
                    double real = found.scales()[channel] * (found.weights()[i] - found.zeroPoints()[channel]);
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
        UnsignedWeights tensor = UnsignedWeights.perTensor(SYMMETRIC, weights, 4);
        assertThat(tensor.scales()).containsExactly(2 / 7.0);
        assertThat(tensor.zeroPoints()).containsExactly(8);
        assertThat(tensor.weights()).containsExactly(4, 10, 8, 15, 12, 9);
        UnsignedWeights channels = UnsignedWeights.perChannel(SYMMETRIC, weights, 2, 4);
        assertThat(channels.scales()).containsExactly(1 / 7.0, 2 / 7.0);
        assertThat(channels.zeroPoints()).containsExactly(8);
        assertThat(channels.weights()).containsExactly(1, 12, 8, 15, 12, 9);
        assertThat(UnsignedWeights.perTensor(SYMMETRIC, new float[] {-3, 1}, 2).weights())
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
            for (UnsignedWeights found : new UnsignedWeights[] {
                UnsignedWeights.perTensor(SYMMETRIC, weights, bits),
                UnsignedWeights.perChannel(SYMMETRIC, weights, 3, bits)
            }) {
                assertThat(found.zeroPoints()).containsExactly(middle);
                assertThat(Arrays.stream(found.weights())).allMatch(q -> q >= 1 && q < 2 * middle);
                assertThat(found.weights()[5]).isEqualTo(middle);
                for (int i = 0; i < weights.length; i++) {
                    double scale = found.scales()[found.scales().length == 1 ? 0 : i / 11];
                    assertThat(scale * (found.weights()[i] - middle))
                            .isBetween(weights[i] - scale * 0.5001, weights[i] + scale * 0.5001);
                }
            }
        }
    }

    @Test
    void channelsOfZerosOrTinyWeightsKeepAUsableScale() {
        float[] weights = {0, 0, 0, 1e-20f, -1e-20f, 0, 5, -1, 0};
        UnsignedWeights channels = UnsignedWeights.perChannel(ASYMMETRIC, weights, 3, 8);
        assertThat(channels.scales()[0]).isEqualTo(channels.scales()[2] / 65536);
        assertThat(channels.scales()[1]).isEqualTo(channels.scales()[2] / 65536);
        UnsignedWeights zeros = UnsignedWeights.perTensor(ASYMMETRIC, new float[4], 8);
        assertThat(zeros.scales()).containsExactly(1);
        assertThat(zeros.weights()).containsOnly(zeros.zeroPoints()[0]);
    }
}
