package intaglio.calibrate;

import intaglio.quant.ActivationRange;

/**
 * Chooses the range of a layer's outputs from what calibration saw of them.
 *
 * @param name as on the command line
 * @param rule from the statistics to a range; what it gives is cut to the values seen
 */
public record Calibrator(String name, Rule rule) {

    /** How a range is chosen. */
    public interface Rule {

        /** A range, not yet widened to hold 0. */
        ActivationRange of(LayerStatistics layer);
    }

    /** The range for one layer, inside the values seen, where there are any besides 0. */
    public ActivationRange range(LayerStatistics layer) {
        if (layer.histogram().bins() == 0) {
            return new ActivationRange(0, 0);
        }
        return rule.of(layer).within(layer.minMax().withZero());
    }
}
