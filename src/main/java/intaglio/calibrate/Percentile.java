package intaglio.calibrate;

import intaglio.quant.ActivationRange;

/**
 * Keeps the given share of the values, zeros included: outputs without negatives lose the rest at the top, others half
 * of it at either end. The upper end is the smallest bin edge with that share of the values below it.
 *
 * @param percent above 50 up to 100
 */
record Percentile(double percent) implements Calibrator.Rule {

    /** Parts of a value by which the number to drop may come out too small. */
    private static final double ROUNDING_ERROR = 1e-3;

    Percentile {
        if (!(percent > 50 && percent <= 100)) {
            throw new IllegalArgumentException(percent + " percent");
        }
    }

    @Override
    public ActivationRange of(LayerStatistics layer) {
        Histogram histogram = layer.histogram();
        boolean oneSided = histogram.zeroBin() == 0;
        double cut = (100 - percent) / 100 * histogram.total() / (oneSided ? 1 : 2) + ROUNDING_ERROR;
        int first = 0;
        double below = oneSided ? Double.POSITIVE_INFINITY : histogram.count(0);
        while (below <= cut && first + 1 < histogram.zeroBin()) {
            first++;
            below += histogram.count(first);
        }
        int last = histogram.bins() - 1;
        double above = histogram.count(last);
        while (above <= cut && last > Math.max(first, histogram.zeroBin())) {
            last--;
            above += histogram.count(last);
        }
        return new ActivationRange(histogram.edge(first), histogram.edge(last + 1));
    }
}
