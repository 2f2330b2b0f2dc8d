package intaglio.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The integers that the weights of one layer can take: {@code q} from smallest to largest stands for {@code S * (q - Z)}, S
 * and Z by a {@link WeightScheme}. 0.0 is an integer exactly.
 *
 * @param scales S: one, or one for each output channel
 * @param zeroPoints Z: one, or one for each output channel
 * @param smallest smallest q
 * @param largest largest q
 * @param bounded channels whose S is larger than their weights ask for, in order
 */
public record WeightGrid(double[] scales, int[] zeroPoints, int smallest, int largest, List<BoundedScale> bounded) {

    /** A channel of tiny weights takes this part of the largest S at least; otherwise its bias would be enormous. */
    private static final double SMALLEST_PART = 0x1p-16;

    /** One S and Z for the tensor. */
    static WeightGrid perTensor(WeightScheme scheme, float[] weights, int bits) {
        double step = step(scheme, weights, 0, weights.length, bits);
        return of(scheme, weights, bits, new double[] {scaleOrOne(step)}, List.of());
    }

    /**
     * S and Z for each output channel. A channel of zeros takes the largest S.
     *
     * @param least smallest S that each channel may have
     */
    static WeightGrid perChannel(WeightScheme scheme, float[] weights, double[] least, int bits) {
        double[] steps = steps(scheme, weights, least.length, bits);
        double largest = largest(steps);
        double[] scales = new double[steps.length];
        List<BoundedScale> bounded = new ArrayList<>();
        for (int channel = 0; channel < steps.length; channel++) {
            double own = steps[channel] == 0 ? largest : Math.max(steps[channel], largest * SMALLEST_PART);
            scales[channel] = Math.max(own, least[channel]);
            if (scales[channel] > steps[channel]) {
                bounded.add(new BoundedScale(channel, steps[channel], scales[channel]));
            }
        }
        return of(scheme, weights, bits, scales, bounded);
    }

    /**
     * Z for each output channel, but one S, the largest, for all: the channels' sums are then in one unit, as logits
     * must be that are compared with each other.
     */
    static WeightGrid perChannelInOneUnit(WeightScheme scheme, float[] weights, int channels, int bits) {
        double[] scales = new double[channels];
        Arrays.fill(scales, largest(steps(scheme, weights, channels, bits)));
        return of(scheme, weights, bits, scales, List.of());
    }

    private static WeightGrid of(
            WeightScheme scheme, float[] weights, int bits, double[] scales, List<BoundedScale> bounded) {
        int perScale = weights.length / scales.length;
        int[] zeroPoints = new int[scales.length];
        for (int i = 0; i < scales.length; i++) {
            zeroPoints[i] = scheme.zeroPoint(low(weights, i * perScale, (i + 1) * perScale), scales[i], bits);
        }
        // Channels that all have the same one need no memory for it.
        boolean alike = scheme == WeightScheme.SYMMETRIC;
        return new WeightGrid(
                scales,
                alike ? new int[] {zeroPoints[0]} : zeroPoints,
                scheme.smallest(bits),
                (1 << bits) - 1,
                bounded);
    }

    private static double[] steps(WeightScheme scheme, float[] weights, int channels, int bits) {
        int perChannel = weights.length / channels;
        double[] steps = new double[channels];
        Arrays.setAll(steps, channel -> step(scheme, weights, channel * perChannel, (channel + 1) * perChannel, bits));
        return steps;
    }

    private static double step(WeightScheme scheme, float[] weights, int from, int to, int bits) {
        return scheme.step(low(weights, from, to), high(weights, from, to), bits);
    }

    private static double low(float[] weights, int from, int to) {
        double low = 0;
        for (int i = from; i < to; i++) {
            low = Math.min(low, weights[i]);
        }
        return low;
    }

    private static double high(float[] weights, int from, int to) {
        double high = 0;
        for (int i = from; i < to; i++) {
            high = Math.max(high, weights[i]);
        }
        return high;
    }

    private static double largest(double[] steps) {
        return scaleOrOne(Arrays.stream(steps).max().orElseThrow());
    }

    private static double scaleOrOne(double scale) {
        return scale == 0 ? 1 : scale;
    }

    /** The integer nearest to a weight, half to even in float64; of those that there are. */
    public int nearest(int channel, double weight) {
        double exact = Math.rint(weight / scale(channel)) + zeroPoint(channel);
        return (int) Math.max(smallest, Math.min(largest, exact));
    }

    /** The nearest integers of a whole tensor. */
    int[] nearest(float[] weights, int channels) {
        int perChannel = weights.length / channels;
        int[] quantized = new int[weights.length];
        Arrays.setAll(quantized, i -> nearest(i / perChannel, weights[i]));
        return quantized;
    }

    /** What an integer stands for. */
    public double value(int channel, int quantized) {
        return scale(channel) * (quantized - zeroPoint(channel));
    }

    private double scale(int channel) {
        return scales[scales.length == 1 ? 0 : channel];
    }

    private int zeroPoint(int channel) {
        return zeroPoints[zeroPoints.length == 1 ? 0 : channel];
    }
}
