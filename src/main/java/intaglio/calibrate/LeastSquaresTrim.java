package intaglio.calibrate;

import intaglio.quant.ActivationRange;

/**
 * The search of PyTorch's HistogramObserver: beginning with the whole range, takes off the end that has more bins in
 * the next 1e-5 of the values, as long as the expected squared error with 256 levels, values spread evenly over their
 * bins, does not grow. Zeros count as values of their bin, as there.
 */
final class LeastSquaresTrim implements Calibrator.Rule {

    private static final int LEVELS = 256;
    private static final double QUANTILE = 1e-5;

    @Override
    public ActivationRange of(LayerStatistics layer) {
        Histogram histogram = layer.histogram();
        int bins = histogram.bins();
        double[] counts = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            counts[bin] = histogram.count(bin);
        }
        counts[Math.min(histogram.zeroBin(), bins - 1)] += histogram.zeros();
        double[] cumulated = counts.clone();
        for (int bin = 1; bin < bins; bin++) {
            cumulated[bin] += cumulated[bin - 1];
        }
        int[] ends = trim(counts, cumulated, histogram.width());
        return new ActivationRange(histogram.edge(ends[0]), histogram.edge(ends[1] + 1));
    }

    /** First and last bin to keep. */
    private static int[] trim(double[] counts, double[] cumulated, double width) {
        int first = 0;
        int last = counts.length - 1;
        double total = cumulated[last];
        double least = Double.POSITIVE_INFINITY;
        double lower = 0;
        double upper = 1;
        while (lower < upper) {
            int left = first;
            while (left < last && cumulated[left] < (lower + QUANTILE) * total) {
                left++;
            }
            int right = last;
            while (right > first && cumulated[right] > (upper - QUANTILE) * total) {
                right--;
            }
            boolean fromLeft = left - first > last - right;
            lower += fromLeft ? QUANTILE : 0;
            upper -= fromLeft ? 0 : QUANTILE;
            int nextFirst = fromLeft ? left : first;
            int nextLast = fromLeft ? last : right;
            if (nextFirst == first && nextLast == last) {
                continue;
            }
            double error = error(counts, width, nextFirst, nextLast);
            if (error > least) {
                break;
            }
            least = error;
            first = nextFirst;
            last = nextLast;
        }
        return new int[] {first, last};
    }

    /** Squared error of all values with the levels spread over the bins {@code first..last}; beyond them, clamped. */
    private static double error(double[] counts, double width, int first, int last) {
        double level = width * (last - first + 1) / LEVELS;
        double sum = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] == 0) {
                continue;
            }
            double begin = (bin - first) * width;
            double end = begin + width;
            double beginLevel = clampedLevel(begin, level);
            double endLevel = clampedLevel(end, level);
            double density = counts[bin] / width;
            double beginCentre = (beginLevel + 0.5) * level;
            double endCentre = (endLevel + 0.5) * level;
            sum += squares(begin - beginCentre, level / 2, density);
            sum += (endLevel - beginLevel - 1) * squares(-level / 2, level / 2, density);
            sum += squares(-level / 2, end - endCentre, density);
        }
        return sum;
    }

    private static double clampedLevel(double value, double level) {
        return Math.max(0, Math.min(LEVELS - 1, Math.floor(value / level)));
    }

    /** Integral of {@code density * x^2} from begin to end. */
    private static double squares(double begin, double end, double density) {
        return density * (end * end * end - begin * begin * begin) / 3;
    }
}
