package intaglio.data;

/** How much an input pixel counts for an output pixel of {@link Scaling}, by their distance. */
enum ScalingFilter {

    /** The triangle. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    },

    /** Keys' cubic with a = -0.5: that of Pillow and of MATLAB's {@code imresize}. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((A + 2) * x - (A + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
        }
    };

    private static final double A = -0.5;

    private final int radius;

    ScalingFilter(int radius) {
        this.radius = radius;
    }

    /** Distance in pixels of the larger picture from which on the weight is 0. */
    int radius() {
        return radius;
    }

    /** The weight before all weights are normalized to a sum of 1; 1 at distance 0. */
    abstract double weight(double distance);
}
