package intaglio.quant;

import java.util.Arrays;

/**
 * Weights as unsigned integers with a zero point: {@code q = clamp(round(w / S) + Z)}, rounded half to even in float64,
 * S and Z by a {@link WeightScheme}. 0.0 is an integer exactly, and no weight is off by more than one step.
 *
 * @param weights q, in the order of the tensor
 * @param zeroPoints Z: one, or one for each output channel
 * @param scales S, likewise
 */
record UnsignedWeights(int[] weights, int[] zeroPoints, double[] scales) {

    /** A channel of tiny weights takes this part of the largest S at least; otherwise its bias would be enormous. */
    private static final double SMALLEST_PART = 0x1p-16;

    /** One S and Z for the tensor. */
    static UnsignedWeights perTensor(WeightScheme scheme, float[] weights, int bits) {
        return quantize(
                scheme, weights, bits, new double[] {scaleOrOne(step(scheme, weights, 0, weights.length, bits))});
    }

    /** S and Z for each output channel. */
    static UnsignedWeights perChannel(WeightScheme scheme, float[] weights, int channels, int bits) {
        double[] steps = steps(scheme, weights, channels, bits);
        double floor = largest(steps) * SMALLEST_PART;
        return quantize(
                scheme,
                weights,
                bits,
                Arrays.stream(steps).map(step -> Math.max(step, floor)).toArray());
    }

    /**
     * Z for each output channel, but one S, the largest, for all: the channels' sums are then in one unit, as logits
     * must be that are compared with each other.
     */
    static UnsignedWeights perChannelInOneUnit(WeightScheme scheme, float[] weights, int channels, int bits) {
        double[] scales = new double[channels];
        Arrays.fill(scales, largest(steps(scheme, weights, channels, bits)));
        return quantize(scheme, weights, bits, scales);
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

    private static UnsignedWeights quantize(WeightScheme scheme, float[] weights, int bits, double[] scales) {
        int perScale = weights.length / scales.length;
        int[] quantized = new int[weights.length];
        int[] zeroPoints = new int[scales.length];
        for (int i = 0; i < scales.length; i++) {
            double low = low(weights, i * perScale, (i + 1) * perScale);
            zeroPoints[i] = scheme.zeroPoint(low, scales[i], bits);
            for (int w = i * perScale; w < (i + 1) * perScale; w++) {
                double exact = Math.rint(weights[w] / scales[i]) + zeroPoints[i];
                quantized[w] = (int) Math.max(scheme.smallest(bits), Math.min((1 << bits) - 1, exact));
            }
        }
        // Channels that all have the same one need no memory for it.
        boolean alike = scheme == WeightScheme.SYMMETRIC;
        return new UnsignedWeights(quantized, alike ? new int[] {zeroPoints[0]} : zeroPoints, scales);
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
}
