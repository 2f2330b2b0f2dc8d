package intaglio.calibrate;

import java.util.Arrays;

/**
 * Counts of real values in bins of one width, over a range that grows with the values. Bin k holds
 * {@code k * width <= value < (k + 1) * width}, so 0 is always an edge. The first batch is spread over 2048 bins;
 * values outside the bins append bins of the same width on that side, and where there would be more than 16384 the bins
 * are merged in pairs. Zeros are counted apart: they are integers exactly under every range, and behind a ReLU there
 * are so many of them that they would decide everything.
 */
final class Histogram {

    static final int FIRST_BINS = 2048;

    static final int MOST_BINS = 8 * FIRST_BINS;

    private static final int STEEPNESS = 4;

    private static final int SMALLEST_SPIKE = 1000;

    private double width;

    /** Index k of {@code counts[0]}. */
    private long firstBin;

    private long[] counts = new long[0];
    private long zeros;

    /** Adds one batch of finite values. */
    void add(float[] values) {
        double low = 0;
        double high = 0;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (low < high) {
            grow(low, high);
        }
        for (float value : values) {
            if (value == 0) {
                zeros++;
            } else {
                counts[(int) (bin(value) - firstBin)]++;
            }
        }
    }

    private void grow(double low, double high) {
        if (width == 0) {
            width = (high - low) / FIRST_BINS;
        }
        while (Math.max(end(), bin(high) + 1) - Math.min(start(), bin(low)) > MOST_BINS) {
            mergePairs();
        }
        long first = Math.min(start(), bin(low));
        long end = Math.max(end(), bin(high) + 1);
        long[] grown = new long[(int) (end - first)];
        System.arraycopy(counts, 0, grown, (int) (start() - first), counts.length);
        firstBin = first;
        counts = grown;
    }

    /** First bin in use or asked for; 0 belongs to every range. */
    private long start() {
        return counts.length == 0 ? 0 : firstBin;
    }

    private long end() {
        return counts.length == 0 ? 0 : firstBin + counts.length;
    }

    private void mergePairs() {
        long first = Math.floorDiv(firstBin, 2L);
        long[] merged = new long[counts.length == 0 ? 0 : (int) (Math.floorDiv(end() - 1, 2L) - first + 1)];
        for (int i = 0; i < counts.length; i++) {
            merged[(int) (Math.floorDiv(firstBin + i, 2L) - first)] += counts[i];
        }
        firstBin = first;
        counts = merged;
        width *= 2;
    }

    private long bin(double value) {
        return (long) Math.floor(value / width);
    }

    /**
     * The same bins, those of single values levelled: a bin that holds more than a thousandth of all values and more
     * than four times as many as the fuller of its neighbours gets that neighbour's count. A constant background makes
     * such bins, one for each channel, with most of the values in them; a distribution they are not.
     */
    Histogram withoutSpikes() {
        Histogram level = new Histogram();
        level.width = width;
        level.firstBin = firstBin;
        level.zeros = zeros;
        level.counts = counts.clone();
        long large = total() / SMALLEST_SPIKE;
        for (int bin = 0; bin < counts.length; bin++) {
            long before = bin == 0 ? 0 : counts[bin - 1];
            long after = bin == counts.length - 1 ? 0 : counts[bin + 1];
            long neighbour = Math.max(before, after);
            if (counts[bin] > large && counts[bin] > STEEPNESS * neighbour) {
                level.counts[bin] = neighbour;
            }
        }
        return level;
    }

    /** Number of bins; 0 where nothing but zeros was added. */
    int bins() {
        return counts.length;
    }

    long count(int bin) {
        return counts[bin];
    }

    /** Values that are 0. */
    long zeros() {
        return zeros;
    }

    /** Values added, zeros included. */
    long total() {
        return zeros + Arrays.stream(counts).sum();
    }

    /** Lower edge of a bin, which is the upper one of the bin before. */
    double edge(int bin) {
        return (firstBin + bin) * width;
    }

    double centre(int bin) {
        return (firstBin + bin + 0.5) * width;
    }

    double width() {
        return width;
    }

    /** The bin whose lower edge is 0: bins before it hold negative values. May be {@link #bins()}. */
    int zeroBin() {
        return (int) -firstBin;
    }
}
