package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {

    private static void assertCounts(Histogram histogram, List<Float> values) {
        long[] expected = new long[histogram.bins()];
        long zeros = 0;
        for (float value : values) {
            if (value == 0) {
                zeros++;
                continue;
            }
            int bin = 0;
            while (bin + 1 < expected.length && histogram.edge(bin + 1) <= value) {
                bin++;
            }
            assertThat((double) value).isBetween(histogram.edge(bin), histogram.edge(bin + 1));
            expected[bin]++;
        }
        assertThat(histogram.zeros()).isEqualTo(zeros);
        assertThat(histogram.total()).isEqualTo(values.size());
        for (int bin = 0; bin < expected.length; bin++) {
            assertThat(histogram.count(bin)).as("bin %d", bin).isEqualTo(expected[bin]);
        }
        assertThat(histogram.edge(histogram.zeroBin())).isZero();
    }

    private static List<Float> add(Histogram histogram, List<Float> all, Random random, double low, double high) {
        float[] batch = new float[300];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = i % 9 == 0 ? 0 : (float) (low + (high - low) * random.nextDouble());
            all.add(batch[i]);
        }
        histogram.add(batch);
        return all;
    }

    @Test
    void growsOnBothSidesAndKeepsItsBins() {
        Random random = new Random(1);
        Histogram histogram = new Histogram();
        List<Float> all = add(histogram, new ArrayList<>(), random, 0.5, 2);
        assertThat(histogram.bins()).isBetween(Histogram.FIRST_BINS - 2, Histogram.FIRST_BINS + 2);
        assertThat(histogram.zeroBin()).isZero();
        double width = histogram.width();
        add(histogram, all, random, -3, 1);
        add(histogram, all, random, 1, 4);
        assertThat(histogram.width()).isEqualTo(width);
        assertThat(histogram.bins()).isBetween(3 * Histogram.FIRST_BINS, 4 * Histogram.FIRST_BINS);
        assertCounts(histogram, all);
    }

    @Test
    void mergesBinsWhereThereWouldBeTooMany() {
        Random random = new Random(2);
        Histogram histogram = new Histogram();
        List<Float> all = add(histogram, new ArrayList<>(), random, -0.3, 1);
        double width = histogram.width();
        add(histogram, all, random, -90, 50);
        assertThat(histogram.width() / width).isGreaterThan(4);
        assertThat(histogram.bins()).isBetween(Histogram.MOST_BINS / 2, Histogram.MOST_BINS);
        add(histogram, all, random, -5, 1000);
        assertThat(histogram.bins()).isBetween(Histogram.MOST_BINS / 2, Histogram.MOST_BINS);
        assertCounts(histogram, all);
    }

    @Test
    void zerosOnlyMakeNoBin() {
        Histogram histogram = new Histogram();
        histogram.add(new float[] {0, -0f, 0});
        assertThat(histogram.bins()).isZero();
        assertThat(histogram.zeros()).isEqualTo(3);
        List<Float> all = new ArrayList<>(List.of(0f, -0f, 0f));
        add(histogram, all, new Random(3), -2, -1);
        assertCounts(histogram, all);
    }

    @Test
    void singleValuesAreLevelled() {
        Histogram histogram = new Histogram();
        float[] values = new float[30_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < 10_000 ? 0.37f : (i - 9_999) / 20_000f;
        }
        histogram.add(values);
        Histogram level = histogram.withoutSpikes();
        int different = 0;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            boolean isSpike = histogram.edge(bin) <= 0.37f && 0.37f < histogram.edge(bin + 1);
            assertThat(level.count(bin)).isEqualTo(isSpike ? level.count(bin + 1) : histogram.count(bin));
            different += level.count(bin) == histogram.count(bin) ? 0 : 1;
        }
        assertThat(different).isEqualTo(1);
    }
}
