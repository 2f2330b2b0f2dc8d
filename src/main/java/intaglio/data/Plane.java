package intaglio.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One plane of real numbers.
 *
 * @param values {@code height x width}, row-major
 */
record Plane(double[] values, int height, int width) {

    /** The planes of a picture, 0 to 255. */
    static Plane[] of(Picture picture) {
        return Arrays.stream(picture.planes())
                .map(bytes -> new Plane(
                        IntStream.range(0, bytes.length)
                                .mapToDouble(i -> bytes[i] & 0xff)
                                .toArray(),
                        picture.height(),
                        picture.width()))
                .toArray(Plane[]::new);
    }

    /** Y of a colour picture, 16 to 235. */
    static Plane[] ofLuminance(Picture rgb) {
        return new Plane[] {new Plane(YCbCr.luminance(rgb), rgb.height(), rgb.width())};
    }

    /** Without {@code border} pixels on each of the four sides. */
    Plane within(int border) {
        int rows = height - 2 * border;
        int columns = width - 2 * border;
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a border of " + border + " pixels leaves nothing of " + height + "x" + width);
        }
        double[] inner = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, (row + border) * width + border, inner, row * columns, columns);
        }
        return new Plane(inner, rows, columns);
    }

    /** Fails unless two pictures can be compared pixel by pixel. */
    static void checkSame(Picture result, Picture truth) {
        if (!result.shape().equals(truth.shape())) {
            throw new IllegalArgumentException("pictures of " + result.shape() + " and " + truth.shape());
        }
    }
}
