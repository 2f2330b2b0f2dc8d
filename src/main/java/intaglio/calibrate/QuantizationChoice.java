package intaglio.calibrate;

import intaglio.data.ImageSet;
import intaglio.graph.FloatModel;
import intaglio.quant.ActivationRange;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantized;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WeightRounding;
import intaglio.quant.WeightScheme;
import java.util.Map;

/**
 * One way to quantize a network with calibration images.
 *
 * @param calibrator of the activations
 * @param scheme of the weights
 * @param rounding of the weights
 */
public record QuantizationChoice(Calibrator calibrator, WeightScheme scheme, RoundingMethod rounding) {

    /**
     * Quantizes.
     *
     * @param calibration of the same images
     * @param options all but the scheme
     */
    Uint8Quantized quantize(
            FloatModel model,
            ImageSet images,
            Calibration calibration,
            Uint8Options options,
            ErrorFeedback.Progress progress) {
        return quantize(model, calibration, options, rounding.on(images, calibration, progress));
    }

    /** The same with a rounding that has been made. */
    Uint8Quantized quantize(
            FloatModel model, Calibration calibration, Uint8Options options, WeightRounding weightRounding) {
        Map<String, ActivationRange> ranges = calibration.ranges(calibrator);
        return Uint8Quantizer.quantize(model, ranges, options.withScheme(scheme), weightRounding);
    }
}
