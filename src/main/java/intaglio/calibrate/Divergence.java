package intaglio.calibrate;

/**
 * Kullback-Leibler divergence of what quantization leaves of a distribution, as TensorRT chooses ranges (Migacz, 8-bit
 * inference with TensorRT, 2017): P is the histogram inside the range with everything outside added to its end bins; Q
 * is the histogram inside the range, without what lies outside, merged to 256 levels, each level spread evenly over its
 * bins that hold values. Both are normalised. A range whose end bin holds values in P only has no finite divergence.
 *
 * <p>Zeros take no part, and single values that come up very often must be levelled before: both sit in one bin, are
 * spread over the bins of their level, and would decide alone. Ranges of fewer bins than levels do not come up: nothing
 * would be merged, and any such range would look perfect.
 */
final class Divergence implements BinRangeSearch.Cost {

    private static final int LEVELS = 256;

    @Override
    public double of(Histogram histogram, int first, int end) {
        int bins = end - first;
        if (bins < LEVELS) {
            return Double.POSITIVE_INFINITY;
        }
        long below = sum(histogram, 0, first);
        long above = sum(histogram, end, histogram.bins());
        long inside = sum(histogram, first, end);
        double all = below + inside + above;
        double divergence = 0;
        for (int level = 0; level < LEVELS; level++) {
            int from = first + (int) ((long) level * bins / LEVELS);
            int to = first + (int) ((level + 1L) * bins / LEVELS);
            double spread = sum(histogram, from, to) / (double) occupied(histogram, from, to) / inside;
            for (int bin = from; bin < to; bin++) {
                long outliers = (bin == first ? below : 0) + (bin == end - 1 ? above : 0);
                double p = (histogram.count(bin) + outliers) / all;
                double q = histogram.count(bin) > 0 ? spread : 0;
                if (p > 0) {
                    divergence += p * Math.log(p / q);
                }
            }
        }
        return divergence;
    }

    private static long sum(Histogram histogram, int from, int to) {
        long sum = 0;
        for (int bin = from; bin < to; bin++) {
            sum += histogram.count(bin);
        }
        return sum;
    }

    private static int occupied(Histogram histogram, int from, int to) {
        int occupied = 0;
        for (int bin = from; bin < to; bin++) {
            occupied += histogram.count(bin) > 0 ? 1 : 0;
        }
        return occupied;
    }
}
