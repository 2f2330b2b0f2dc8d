package intaglio.quant;

import java.util.Arrays;

/**
 * Weights as unsigned integers with a zero point: {@code S = (high - low) / (2^bits - 1)} over the range widened to
 * hold 0, {@code Z = round(-low / S)}, {@code q = clamp(round(w / S) + Z, 0, 2^bits - 1)}, rounded half to even in
 * float64. So 0.0 is an integer exactly, and no weight is off by more than one step.
 *
 * @param weights q, in the order of the tensor
 * @param zeroPoints Z: one, or one for each output channel
 * @param scales S, likewise
 */
record UnsignedWeights(int[] weights, int[] zeroPoints, double[] scales) {

    /** A channel of tiny weights takes this part of the largest S at least; otherwise its bias would be enormous. */
    private static final double SMALLEST_PART = 0x1p-16;

    /** One S and Z for the tensor. */
    static UnsignedWeights perTensor(float[] weights, int bits) {
        return quantize(weights, bits, new double[] {scaleOrOne(step(weights, 0, weights.length, bits))});
    }

    /** S and Z for each output channel. */
    static UnsignedWeights perChannel(float[] weights, int channels, int bits) {
        double[] steps = steps(weights, channels, bits);
        double floor = scaleOrOne(Arrays.stream(steps).max().orElseThrow()) * SMALLEST_PART;
        return quantize(weights, bits, Arrays.stream(steps).map(step -> Math.max(step, floor)).toArray());
    }

    /**
     * Z for each output channel, but one S, the largest, for all: the channels' sums are then in one unit, as logits
     * must be that are compared with each other.
     */
    static UnsignedWeights perChannelInOneUnit(float[] weights, int channels, int bits) {
        double[] scales = new double[channels];
        Arrays.fill(scales, scaleOrOne(Arrays.stream(steps(weights, channels, bits)).max().orElseThrow()));
        return quantize(weights, bits, scales);
    }

    private static double[] steps(float[] weights, int channels, int bits) {
        int perChannel = weights.length / channels;
        double[] steps = new double[channels];
        Arrays.setAll(steps, channel -> step(weights, channel * perChannel, (channel + 1) * perChannel, bits));
        return steps;
    }

    private static double step(float[] weights, int from, int to, int bits) {
        return (high(weights, from, to) - low(weights, from, to)) / largest(bits);
    }

    private static UnsignedWeights quantize(float[] weights, int bits, double[] scales) {
        int perScale = weights.length / scales.length;
        int[] quantized = new int[weights.length];
        int[] zeroPoints = new int[scales.length];
        for (int i = 0; i < scales.length; i++) {
            double low = low(weights, i * perScale, (i + 1) * perScale);
            zeroPoints[i] = clamp(Math.rint(-low / scales[i]), bits);
            for (int w = i * perScale; w < (i + 1) * perScale; w++) {
                quantized[w] = clamp(Math.rint(weights[w] / scales[i]) + zeroPoints[i], bits);
            }
        }
        return new UnsignedWeights(quantized, zeroPoints, scales);
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

    private static double scaleOrOne(double scale) {
        return scale == 0 ? 1 : scale;
    }

    private static int largest(int bits) {
        return (1 << bits) - 1;
    }

    private static int clamp(double value, int bits) {
        return (int) Math.max(0, Math.min(largest(bits), value));
    }
}
