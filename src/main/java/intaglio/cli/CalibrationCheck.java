package intaglio.cli;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Holds the images that are measured against those that the quantizer has seen. */
final class CalibrationCheck {

    /** Two means of grey levels that are negatives of each other add up to 255, within this. */
    private static final double NEGATIVE_TOLERANCE = 40;

    /** Two means nearer than this say nothing. */
    private static final double LEAST_DIFFERENCE = 80;

    private CalibrationCheck() {}

    /**
     * Prints what the comparison shows.
     *
     * @param uint8 says where the quantizer's images come from
     * @param measured the images to measure with
     */
    static void print(Uint8ModelOptions uint8, ImageSet measured, Console console) {
        ImageSet calibration = ImageReader.read(uint8.images(), measured.shape(), uint8.count(), uint8.preparation());
        noteSeen(calibration, measured, console);
        warnIfInverted(calibration.brightness(), measured.brightness(), console);
    }

    /**
     * An accuracy on images that the quantizer has seen says less than it seems to. Pixels are compared, not names: the
     * same images may come in another file, packed or not, or be a part of it.
     */
    private static void noteSeen(ImageSet calibration, ImageSet measured, Console console) {
        Set<ByteBuffer> seen = new HashSet<>(frames(calibration));
        long known = frames(measured).stream().filter(seen::contains).count();
        if (known > 0) {
            console.print("note: calibrated with "
                    + (known == measured.count() ? "the" : known + " of the " + measured.count())
                    + " images that are measured; give others to --calibrate");
        }
    }

    private static void warnIfInverted(double calibration, double measured, Console console) {
        if (Math.abs(calibration + measured - 255) < NEGATIVE_TOLERANCE
                && Math.abs(calibration - measured) > LEAST_DIFFERENCE) {
            console.print(String.format(
                    Locale.ROOT,
                    "warning: the images look like negatives of the calibration images:"
                            + " mean brightness %.1f against %.1f (of 255); --invert turns images around, --%s none"
                            + " leaves the calibration images as they are",
                    measured,
                    calibration,
                    PreparationOptions.CALIBRATION));
        }
    }

    private static List<ByteBuffer> frames(ImageSet set) {
        return IntStream.range(0, set.count())
                .mapToObj(image -> ByteBuffer.wrap(
                        set.pixels(), set.offset(image), set.shape().elements()))
                .toList();
    }
}
