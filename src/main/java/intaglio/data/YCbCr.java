package intaglio.data;

/**
 * Luminance and colour differences of ITU-R BT.601 in studio range, from red, green and blue bytes:
 *
 * <pre>
 * Y  =  16 + ( 65.481 R + 128.553 G +  24.966 B) / 255
 * Cb = 128 + (-37.797 R -  74.203 G + 112     B) / 255
 * Cr = 128 + (112     R -  93.786 G -  18.214 B) / 255
 * </pre>
 *
 * <p>These are the constants of MATLAB's {@code rgb2ycbcr}, by which papers on super-resolution measure.
 */
public final class YCbCr {

    private static final double Y_OFFSET = 16;
    private static final double DIFFERENCE_OFFSET = 128;
    private static final double[] Y = {65.481, 128.553, 24.966};
    private static final double[] CB = {-37.797, -74.203, 112};
    private static final double[] CR = {112, -93.786, -18.214};

    /** Times 255, as all weights here: what Y counts, and what Cb and Cr count for red, green and blue. */
    private static final double LUMINANCE_RANGE = 255.0 * 255 / 219;

    private static final double DIFFERENCE_RANGE = 255.0 * 255 / 224;
    private static final double[][] TO_RGB = {
        {0, DIFFERENCE_RANGE * 1.402},
        {-DIFFERENCE_RANGE * 1.772 * 0.114 / 0.587, -DIFFERENCE_RANGE * 1.402 * 0.299 / 0.587},
        {DIFFERENCE_RANGE * 1.772, 0}
    };

    private YCbCr() {}

    /**
     * Y of every pixel, not rounded.
     *
     * @param rgb red, green and blue planes
     * @return 16 to 235, row-major
     */
    public static double[] luminance(Picture rgb) {
        return weighted(rgb, Y_OFFSET, Y);
    }

    /**
     * Rounded to bytes.
     *
     * @param rgb red, green and blue planes
     * @return planes of Y, Cb and Cr
     */
    public static Picture of(Picture rgb) {
        byte[][] planes = {
            bytes(luminance(rgb)),
            bytes(weighted(rgb, DIFFERENCE_OFFSET, CB)),
            bytes(weighted(rgb, DIFFERENCE_OFFSET, CR))
        };
        return new Picture(planes, rgb.height(), rgb.width());
    }

    /**
     * The inverse, rounded and clamped to bytes:
     *
     * <pre>
     * R = 255/219 (Y - 16)                              + 255/224 1.402             (Cr - 128)
     * G = 255/219 (Y - 16) - 255/224 1.772 0.114/0.587 (Cb - 128) - 255/224 1.402 0.299/0.587 (Cr - 128)
     * B = 255/219 (Y - 16) + 255/224 1.772             (Cb - 128)
     * </pre>
     *
     * @param picture planes of Y, Cb and Cr
     */
    public static Picture toRgb(Picture picture) {
        byte[][] planes = new byte[3][];
        for (int channel = 0; channel < planes.length; channel++) {
            double[] weights = {LUMINANCE_RANGE, TO_RGB[channel][0], TO_RGB[channel][1]};
            double offset = -(weights[0] * Y_OFFSET + (weights[1] + weights[2]) * DIFFERENCE_OFFSET) / 255;
            planes[channel] = bytes(weighted(picture, offset, weights));
        }
        return new Picture(planes, picture.height(), picture.width());
    }

    private static double[] weighted(Picture picture, double offset, double[] weights) {
        if (picture.planes().length != weights.length) {
            throw new IllegalArgumentException(picture.planes().length + " planes where there should be 3");
        }
        double[] result = new double[picture.height() * picture.width()];
        for (int i = 0; i < result.length; i++) {
            double sum = 0;
            for (int channel = 0; channel < weights.length; channel++) {
                sum += weights[channel] * (picture.planes()[channel][i] & 0xff);
            }
            result[i] = offset + sum / 255;
        }
        return result;
    }

    private static byte[] bytes(double[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
        }
        return bytes;
    }
}
