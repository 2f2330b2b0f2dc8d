package intaglio.calibrate;

import intaglio.quant.ActivationRange;
import intaglio.quant.ActivationScale;

/** Mean squared error of the bins' centres after quantization with the very integers the range leads to. */
final class SquaredError implements BinRangeSearch.Cost {

    @Override
    public double of(Histogram histogram, int first, int end) {
        ActivationScale scale = ActivationScale.of(new ActivationRange(histogram.edge(first), histogram.edge(end)));
        double sum = 0;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            if (histogram.count(bin) > 0) {
                double centre = histogram.centre(bin);
                double integer = Math.rint(centre / scale.scale()) + scale.zeroPoint();
                double clamped = Math.max(0, Math.min(ActivationScale.LARGEST, integer));
                double error = (clamped - scale.zeroPoint()) * scale.scale() - centre;
                sum += histogram.count(bin) * error * error;
            }
        }
        return sum;
    }
}
