package intaglio.frontend.tflite;

import java.util.function.LongUnaryOperator;

/**
 * One weight and a bias for all pixels of a window with which a convolution, which rounds once, gives the integers of an
 * operator that is not computed as one: {@code y = clamp(round((weight * sum + bias) * in * scale / out) + zero)}.
 *
 * @param weight of each pixel
 * @param bias in steps of the accumulator
 * @param scale of the weight
 * @param differing sums for which y is not what it should be
 */
record LinearWeights(int weight, int bias, float scale, int differing) {

    private static final int LARGEST = 127;

    /** That are tried at most, over all weights. */
    private static final long MAX_SUMS = 1 << 26;

    /** Parts of a slope that is a little steeper or flatter than the real one. */
    private static final double[] TURNS = {0, 0x1p-20, -0x1p-20, 0x1p-16, -0x1p-16, 0x1p-13, -0x1p-13};

    /**
     * What is wanted.
     *
     * @param wanted output integer for a sum of window pixels less their zero point
     * @param low smallest sum
     * @param high largest sum
     * @param slope output steps for a step of the sum; not 0
     * @param offset output steps for a sum of 0
     * @param in what the pixels stand for
     * @param out what the outputs stand for
     * @param lowest integer of an output; the largest is 255 above
     */
    record Wanted(
            LongUnaryOperator wanted,
            int low,
            int high,
            double slope,
            double offset,
            Quantization in,
            Quantization out,
            int lowest) {

        /** Sums that get another output, counted up to a limit. */
        private int differing(int weight, int bias, float scale, int limit) {
            double step = (double) in.scale(0) * scale / out.scale(0);
            long zero = out.zeroPoint(0);
            int count = 0;
            for (int sum = low; sum <= high && count < limit; sum++) {
                long found = (long) Math.floor(((long) weight * sum + bias) * step + 0.5) + zero;
                count += limited(found) == wanted.applyAsLong(sum) ? 0 : 1;
            }
            return count;
        }

        long limited(long value) {
            return Math.max(lowest, Math.min(lowest + 255L, value));
        }

        private float scale(double step) {
            return (float) (step * out.scale(0) / in.scale(0));
        }
    }

    /** The best there is: the first without a difference, or else the one with the fewest. */
    static LinearWeights find(Wanted wanted) {
        LinearWeights best = null;
        long left = MAX_SUMS;
        for (int weight = LARGEST; weight > LARGEST / 2; weight--) {
            int signed = wanted.slope() < 0 ? -weight : weight;
            double step = wanted.slope() / signed;
            int middle = (int) Math.rint(wanted.offset() / step);
            int reach = weight == LARGEST ? LARGEST : 1;
            for (int i = 0; i <= 2 * reach; i++) {
                int bias = middle + (i % 2 == 0 ? i / 2 : -(i + 1) / 2);
                for (double turn : TURNS) {
                    best = better(wanted, best, signed, bias, step * (1 + turn));
                    best = better(wanted, best, signed, bias, turned(wanted, signed, bias, turn));
                    left -= wanted.high() - wanted.low();
                    if (best.differing == 0 || left < 0) {
                        return best;
                    }
                }
            }
        }
        return best;
    }

    /** The slope with which the bias is made up for where the outputs of a signed type are 0. */
    private static double turned(Wanted wanted, int weight, int bias, double turn) {
        double middle = (wanted.lowest() + 128.0 - wanted.out().zeroPoint(0) - wanted.offset()) / wanted.slope();
        double step = (wanted.slope() * middle + wanted.offset()) / (weight * middle + bias);
        double plain = wanted.slope() / weight;
        return step > plain / 2 && step < plain * 2 ? step * (1 + turn) : plain;
    }

    private static LinearWeights better(Wanted wanted, LinearWeights best, int weight, int bias, double step) {
        float scale = wanted.scale(step);
        int limit = best == null ? Integer.MAX_VALUE : best.differing;
        int differing = wanted.differing(weight, bias, scale, limit);
        return best == null || differing < limit ? new LinearWeights(weight, bias, scale, differing) : best;
    }
}
