package intaglio.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import intaglio.quant.ActivationRange;
import intaglio.quant.ActivationScale;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibratorsTest {

    private static final int BATCHES = 7;
    private static final int BATCH = 3000;

    /** Normally distributed values with one far outside in the last batch. */
    private static float[] values(boolean relu, double outlier) {
        Random random = new Random(relu ? 5 : 6);
        float[] values = new float[BATCHES * BATCH];
        for (int i = 0; i < values.length; i++) {
            double value = random.nextGaussian();
            values[i] = (float) (relu ? Math.max(value, 0) : value + 0.5);
        }
        values[values.length - 17] = (float) outlier;
        return values;
    }

    private static LayerStatistics statistics(float[] values) {
        LayerStatistics layer = new LayerStatistics("layer");
        for (int from = 0; from < values.length; from += BATCH) {
            layer.add(Arrays.copyOfRange(values, from, Math.min(values.length, from + BATCH)));
        }
        return layer;
    }

    private static ActivationRange range(String name, float[] values) {
        return Calibrators.named(name, 99.9).range(statistics(values));
    }

    @Test
    void minMaxIsTheWholeRange() {
        float[] values = values(false, -20);
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        assertThat(range("minmax", values)).isEqualTo(new ActivationRange(-20, sorted[sorted.length - 1]));
    }

    @Test
    void movingAverageTakesOnePercentOfEveryLaterBatch() {
        LayerStatistics layer = new LayerStatistics("layer");
        layer.add(new float[] {-1, 4});
        layer.add(new float[] {-3, 10, 0});
        layer.add(new float[] {1, 2});
        ActivationRange range = Calibrators.named("moving-average", 99).range(layer);
        assertThat(range.low()).isEqualTo((-1 * 0.99 - 3 * 0.01) * 0.99 + 1 * 0.01, offset(1e-12));
        assertThat(range.high()).isEqualTo((4 * 0.99 + 10 * 0.01) * 0.99 + 2 * 0.01, offset(1e-12));
    }

    @Test
    void percentileKeepsThatShareOfTheValues() {
        float[] relu = values(true, 30);
        float[] sorted = relu.clone();
        Arrays.sort(sorted);
        double width = statistics(relu).histogram().width();
        ActivationRange above = range("percentile", relu);
        assertThat(above.low()).isZero();
        // 21 of 21,000 values may lie above the edge, and the bin before it would lose more.
        assertThat(above.high()).isBetween((double) sorted[relu.length - 22], sorted[relu.length - 22] + width);
        float[] signed = values(false, 30);
        sorted = signed.clone();
        Arrays.sort(sorted);
        width = statistics(signed).histogram().width();
        ActivationRange both = range("percentile", signed);
        assertThat(both.high()).isBetween(sorted[signed.length - 11] - 1e-9, sorted[signed.length - 11] + width);
        assertThat(both.low()).isBetween(sorted[10] - width, sorted[10] + 1e-9);
        assertThatIllegalArgumentException().isThrownBy(() -> Calibrators.named("percentile", 50));
    }

    /** One value of 21,000; squared errors rightly keep it, because 256 levels are fine enough. */
    @Test
    void sharesAndEntropyDropAnOutlier() {
        for (String name : new String[] {"percentile", "entropy"}) {
            assertThat(range(name, values(true, 60)).high()).as(name).isBetween(1.5, 9.0);
            ActivationRange signed = range(name, values(false, -60));
            assertThat(signed.low()).as(name).isBetween(-9.0, -1.0);
            assertThat(signed.high()).as(name).isBetween(2.0, 6.0);
        }
    }

    /** Values up to a sharp end have nothing to clip: no calibrator may cut deep. */
    @Test
    void noneCutsAnEvenDistribution() {
        float[] values = new float[BATCHES * BATCH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i + 1) * 3f / values.length;
        }
        new Random(1).ints(0, values.length).limit(values.length).forEach(new Swap(values));
        for (String name : Calibrators.names()) {
            assertThat(range(name, values).high()).as(name).isBetween(2.97, 3.0001);
        }
    }

    private static final class Swap implements java.util.function.IntConsumer {

        private final float[] values;
        private int next;

        Swap(float[] values) {
            this.values = values;
        }

        @Override
        public void accept(int other) {
            float kept = values[next];
            values[next++] = values[other];
            values[other] = kept;
        }
    }

    /** Half of the values are one constant; a range that keeps the others is wanted all the same. */
    @Test
    void aConstantBackgroundDoesNotDecideTheEntropy() {
        float[] values = values(true, 4.5);
        for (int i = 0; i < values.length; i += 2) {
            values[i] = 0.731f;
        }
        assertThat(range("entropy", values).high()).isGreaterThan(2.4);
    }

    @Test
    void meanSquareErrorIsLeastAmongAllUpperEnds() {
        float[] values = values(true, 12);
        ActivationRange found = range("mse", values);
        double least = squaredError(values, found.high());
        for (double high = 0.5; high < 12; high += 0.02) {
            // The search sees bin centres, the check the values themselves.
            assertThat(squaredError(values, high)).as("%f", high).isGreaterThan(least * 0.99);
        }
    }

    private static double squaredError(float[] values, double high) {
        ActivationScale scale = ActivationScale.of(new ActivationRange(0, high));
        double sum = 0;
        for (float value : values) {
            double error = Math.min(255, Math.rint(value / scale.scale())) * scale.scale() - value;
            sum += error * error;
        }
        return sum;
    }

    @Test
    void histogramTrimsWhereThatLowersTheSquaredError() {
        float[] values = new float[900_000];
        Random random = new Random(11);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.abs(random.nextGaussian());
        }
        double highest = statistics(values).minMax().high();
        ActivationRange found = range("histogram", values);
        assertThat(found.high()).isBetween(3.5, highest - 0.1);
        assertThat(squaredError(values, found.high())).isLessThan(squaredError(values, highest));
    }

    @Test
    void deadLayersHaveAnEmptyRange() {
        LayerStatistics dead = statistics(new float[BATCH]);
        for (Calibrator calibrator : Calibrators.all(99.9)) {
            assertThat(calibrator.range(dead)).as(calibrator.name()).isEqualTo(new ActivationRange(0, 0));
        }
        assertThat(ActivationScale.of(new ActivationRange(0, 0))).isEqualTo(new ActivationScale(1, 0));
    }

    @Test
    void negativeValuesOnlyAreWidenedToZero() {
        float[] values = values(true, -7);
        for (int i = 0; i < values.length; i++) {
            values[i] = -Math.abs(values[i]) - 0.01f;
        }
        for (String name : Calibrators.names()) {
            ActivationScale scale = ActivationScale.of(range(name, values));
            assertThat(scale.zeroPoint()).as(name).isEqualTo(255);
        }
    }
}
