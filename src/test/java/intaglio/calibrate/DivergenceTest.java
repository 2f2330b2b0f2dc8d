package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DivergenceTest {

    private static Histogram histogram() {
        Random random = new Random(8);
        float[] values = new float[40_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * (i % 50 == 0 ? 4 : 1) + 1);
        }
        Histogram histogram = new Histogram();
        histogram.add(values);
        return histogram;
    }

    /** P and Q written out as arrays and normalised, then the sum of p log(p / q). */
    private static double byDefinition(Histogram histogram, int first, int end) {
        int bins = end - first;
        int[] levels = IntStream.range(0, bins).map(bin -> level(bin, bins)).toArray();
        double[] p = new double[bins];
        double[] q = new double[bins];
        for (int bin = 0; bin < histogram.bins(); bin++) {
            int inside = Math.max(first, Math.min(end - 1, bin));
            p[inside - first] += histogram.count(bin);
        }
        for (int level = 0; level < 256; level++) {
            double merged = 0;
            int occupied = 0;
            for (int bin = 0; bin < bins; bin++) {
                if (levels[bin] == level) {
                    merged += histogram.count(first + bin);
                    occupied += histogram.count(first + bin) > 0 ? 1 : 0;
                }
            }
            for (int bin = 0; bin < bins; bin++) {
                if (levels[bin] == level && histogram.count(first + bin) > 0) {
                    q[bin] = merged / occupied;
                }
            }
        }
        double allP = Arrays.stream(p).sum();
        double allQ = Arrays.stream(q).sum();
        double divergence = 0;
        for (int bin = 0; bin < bins; bin++) {
            divergence += p[bin] == 0 ? 0 : p[bin] / allP * Math.log(p[bin] / allP / (q[bin] / allQ));
        }
        return divergence;
    }

    /** The level whose share of the bins, rounded down at both ends, holds the bin. */
    private static int level(int bin, int bins) {
        int level = 0;
        while ((long) (level + 1) * bins / 256 <= bin) {
            level++;
        }
        return level;
    }

    @Test
    void equalsTheDefinition() {
        Histogram histogram = histogram();
        int bins = histogram.bins();
        int finite = 0;
        for (int first = 0; first < histogram.zeroBin(); first += 91) {
            for (int end = bins; end > histogram.zeroBin() && end - first >= 256; end -= 83) {
                double exact = byDefinition(histogram, first, end);
                double found = new Divergence().of(histogram, first, end);
                if (Double.isInfinite(exact)) {
                    assertThat(found).isInfinite();
                } else {
                    assertThat(found).isEqualTo(exact, offset(1e-9));
                    finite++;
                }
            }
        }
        assertThat(finite).isGreaterThan(10);
    }

    @Test
    void rangesOfFewerBinsThanLevelsDoNotComeUp() {
        assertThat(new Divergence().of(histogram(), 500, 755)).isInfinite();
    }
}
