package intaglio.data;

/**
 * Scales one plane of bytes, in the fixed-point arithmetic of Pillow's {@code Image.resize(size, filter)}: rows first,
 * then columns, each rounded to a byte. Where the picture shrinks, the filter widens with the factor, so that thin strokes
 * are averaged and not skipped.
 *
 * <p>Output position {@code o} looks at the input around {@code center = (o + 0.5) * scale}, with
 * {@code scale = in / out} and {@code stretch = max(scale, 1)}; input {@code i} weighs
 * {@code filter((i + 0.5 - center) / stretch)}, normalized to a sum of 1 and rounded to 22 fraction bits.
 *
 * <p>Equal to Pillow 10.4 and 12.0 bit for bit; Pillow 13.0 differs by 1 here and there for some sizes.
 */
final class Scaling {

    private static final int FRACTION_BITS = 22;

    private Scaling() {}

    /** Scales a {@code height x width} row-major plane to {@code outHeight x outWidth}. */
    static byte[] scale(ScalingFilter filter, byte[] plane, int height, int width, int outHeight, int outWidth) {
        byte[] wide =
                width == outWidth ? plane : scaleLines(filter, plane, height, width, 1, width, outWidth, outWidth, 1);
        if (height == outHeight) {
            return wide;
        }
        return scaleLines(filter, wide, outWidth, 1, outWidth, height, outHeight, 1, outWidth);
    }

    /**
     * Scales every line (a row or a column) of a plane from {@code in} to {@code out} elements.
     *
     * @param lineStep distance of two lines in the input
     * @param step distance of two elements of one line in the input
     * @param outLineStep distance of two lines in the output
     * @param outStep distance of two elements of one line in the output
     */
    private static byte[] scaleLines(
            ScalingFilter filter,
            byte[] plane,
            int lines,
            int lineStep,
            int step,
            int in,
            int out,
            int outLineStep,
            int outStep) {
        byte[] scaled = new byte[lines * out];
        for (int o = 0; o < out; o++) {
            double scale = (double) in / out;
            double stretch = Math.max(scale, 1);
            double radius = filter.radius() * stretch;
            double center = (o + 0.5) * scale;
            int from = Math.max(0, (int) (center - radius + 0.5));
            int to = Math.min(in, (int) (center + radius + 0.5));
            int[] weights = weights(filter, from, to, center, stretch);
            for (int line = 0; line < lines; line++) {
                int sum = 1 << (FRACTION_BITS - 1);
                for (int i = from; i < to; i++) {
                    sum += (plane[line * lineStep + i * step] & 0xff) * weights[i - from];
                }
                int value = Math.max(0, Math.min(255, sum >> FRACTION_BITS));
                scaled[line * outLineStep + o * outStep] = (byte) value;
            }
        }
        return scaled;
    }

    private static int[] weights(ScalingFilter filter, int from, int to, double center, double stretch) {
        double[] real = new double[to - from];
        double total = 0;
        for (int i = from; i < to; i++) {
            real[i - from] = filter.weight((i - center + 0.5) * (1 / stretch));
            total += real[i - from];
        }
        int[] weights = new int[real.length];
        for (int i = 0; i < weights.length; i++) {
            double weight = real[i] / total;
            weights[i] = (int) ((weight < 0 ? -0.5 : 0.5) + weight * (1 << FRACTION_BITS));
        }
        return weights;
    }
}
