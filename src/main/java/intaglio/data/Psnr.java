package intaglio.data;

/**
 * Peak signal-to-noise ratio of two pictures in dB: {@code 10 log10(255^2 / mean((a - b)^2))}; infinite where they are
 * equal.
 *
 * <p>Papers on super-resolution cut as many pixels from the border as the factor of the scaling, and measure on Y.
 */
public final class Psnr {

    private static final double PEAK = 255;

    private Psnr() {}

    /**
     * Over all planes together.
     *
     * @param border pixels that do not count on each side, 0 or more
     */
    public static double of(Picture result, Picture truth, int border) {
        Plane.checkSame(result, truth);
        return of(Plane.of(result), Plane.of(truth), border);
    }

    /**
     * Over Y of BT.601 alone ({@link YCbCr#luminance}).
     *
     * @param border pixels that do not count on each side, 0 or more
     */
    public static double ofLuminance(Picture result, Picture truth, int border) {
        Plane.checkSame(result, truth);
        return of(Plane.ofLuminance(result), Plane.ofLuminance(truth), border);
    }

    private static double of(Plane[] result, Plane[] truth, int border) {
        double sum = 0;
        long count = 0;
        for (int channel = 0; channel < truth.length; channel++) {
            double[] a = result[channel].within(border).values();
            double[] b = truth[channel].within(border).values();
            for (int i = 0; i < a.length; i++) {
                sum += (a[i] - b[i]) * (a[i] - b[i]);
            }
            count += a.length;
        }
        return 10 * Math.log10(PEAK * PEAK * count / sum);
    }
}
