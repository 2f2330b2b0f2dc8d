package intaglio.calibrate;

import intaglio.quant.ActivationRange;

/** What calibration saw of one layer's outputs, after the activation. Filled batch by batch in one pass. */
public final class LayerStatistics {

    /** Weight of a new batch in the moving average. */
    private static final double NEW_PART = 0.01;

    private final String label;
    private final Histogram histogram = new Histogram();
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private double averageLow;
    private double averageHigh;
    private boolean isEmpty = true;

    LayerStatistics(String label) {
        this.label = label;
    }

    /** Adds the outputs of one batch of frames; all finite. */
    void add(float[] values) {
        double batchLow = Double.POSITIVE_INFINITY;
        double batchHigh = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            batchLow = Math.min(batchLow, value);
            batchHigh = Math.max(batchHigh, value);
        }
        averageLow = isEmpty ? batchLow : averageLow + NEW_PART * (batchLow - averageLow);
        averageHigh = isEmpty ? batchHigh : averageHigh + NEW_PART * (batchHigh - averageHigh);
        isEmpty = false;
        low = Math.min(low, batchLow);
        high = Math.max(high, batchHigh);
        histogram.add(values);
    }

    public String label() {
        return label;
    }

    /** Smallest and largest value of all. */
    public ActivationRange minMax() {
        return new ActivationRange(low, high);
    }

    /** Smallest and largest value of a batch, averaged: the first batch counts whole, every later one 1 %. */
    public ActivationRange movingAverage() {
        return new ActivationRange(averageLow, averageHigh);
    }

    Histogram histogram() {
        return histogram;
    }
}
