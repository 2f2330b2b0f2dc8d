package intaglio.data;

/**
 * Structural similarity of two pictures, 1 where they are equal (Wang et al. 2004): the mean over all places of
 *
 * <pre>
 * (2 ma mb + C1) (2 cov(a, b) + C2) / ((ma^2 + mb^2 + C1) (var(a) + var(b) + C2))
 * </pre>
 *
 * with C1 = (0.01 * 255)^2, C2 = (0.03 * 255)^2, and means, variances and the covariance weighted by a Gaussian of 11x11
 * pixels with a standard deviation of 1.5. Places where the window reaches over the border do not count.
 */
public final class Ssim {

    private static final int RADIUS = 5;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;
    private static final double[] WINDOW = window();

    private Ssim() {}

    /**
     * Mean over the planes.
     *
     * @param border pixels that do not count on each side, 0 or more; 11x11 pixels or more must stay
     */
    public static double of(Picture result, Picture truth, int border) {
        Plane.checkSame(result, truth);
        return of(Plane.of(result), Plane.of(truth), border);
    }

    /**
     * Of Y of BT.601 alone ({@link YCbCr#luminance}).
     *
     * @param border pixels that do not count on each side, 0 or more; 11x11 pixels or more must stay
     */
    public static double ofLuminance(Picture result, Picture truth, int border) {
        Plane.checkSame(result, truth);
        return of(Plane.ofLuminance(result), Plane.ofLuminance(truth), border);
    }

    private static double of(Plane[] result, Plane[] truth, int border) {
        double sum = 0;
        for (int channel = 0; channel < truth.length; channel++) {
            sum += of(result[channel].within(border), truth[channel].within(border));
        }
        return sum / truth.length;
    }

    private static double of(Plane a, Plane b) {
        double[] meanA = blurred(a).values();
        double[] meanB = blurred(b).values();
        double[] squareA = blurred(product(a, a)).values();
        double[] squareB = blurred(product(b, b)).values();
        double[] both = blurred(product(a, b)).values();
        double sum = 0;
        for (int i = 0; i < meanA.length; i++) {
            double means = meanA[i] * meanB[i];
            double squares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
            double variances = squareA[i] + squareB[i] - squares;
            sum += (2 * means + C1) * (2 * (both[i] - means) + C2) / ((squares + C1) * (variances + C2));
        }
        return sum / meanA.length;
    }

    private static Plane product(Plane a, Plane b) {
        double[] values = new double[a.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = a.values()[i] * b.values()[i];
        }
        return new Plane(values, a.height(), a.width());
    }

    /** The weighted mean at every place where the window lies inside. */
    private static Plane blurred(Plane plane) {
        int rows = plane.height() - 2 * RADIUS;
        int columns = plane.width() - 2 * RADIUS;
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    plane.height() + "x" + plane.width() + " pixels, at least 11x11 are needed");
        }
        double[] lines = new double[plane.height() * columns];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = mean(plane.values(), i / columns * plane.width() + i % columns, 1);
        }
        double[] means = new double[rows * columns];
        for (int i = 0; i < means.length; i++) {
            means[i] = mean(lines, i, columns);
        }
        return new Plane(means, rows, columns);
    }

    private static double mean(double[] values, int first, int step) {
        double sum = 0;
        for (int i = 0; i < WINDOW.length; i++) {
            sum += WINDOW[i] * values[first + i * step];
        }
        return sum;
    }

    private static double[] window() {
        double[] window = new double[2 * RADIUS + 1];
        double sum = 0;
        for (int i = 0; i < window.length; i++) {
            window[i] = Math.exp(-(i - RADIUS) * (i - RADIUS) / (2 * SIGMA * SIGMA));
            sum += window[i];
        }
        for (int i = 0; i < window.length; i++) {
            window[i] /= sum;
        }
        return window;
    }
}
