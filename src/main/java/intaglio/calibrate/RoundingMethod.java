package intaglio.calibrate;

import intaglio.data.ImageSet;
import intaglio.quant.WeightRounding;
import java.util.Locale;

/** How weights become integers. */
public enum RoundingMethod {
    /** Each to the nearest integer. */
    NEAREST {
        @Override
        WeightRounding on(ImageSet images, Calibration calibration, ErrorFeedback.Progress progress) {
            return WeightRounding.NEAREST;
        }
    },
    /** With regard to the layer's inputs, see {@link ErrorFeedback}. */
    FEEDBACK {
        @Override
        WeightRounding on(ImageSet images, Calibration calibration, ErrorFeedback.Progress progress) {
            return new ErrorFeedback(images, calibration, progress);
        }
    };

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The rounding for a network and its calibration images.
     *
     * @param calibration of the same images
     */
    abstract WeightRounding on(ImageSet images, Calibration calibration, ErrorFeedback.Progress progress);
}
