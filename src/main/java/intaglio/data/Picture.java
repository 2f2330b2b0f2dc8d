package intaglio.data;

import intaglio.ir.Shape;
import java.util.Arrays;

/**
 * One image of bytes.
 *
 * @param planes one for each channel, unsigned bytes, each {@code height x width} row-major
 */
public record Picture(byte[][] planes, int height, int width) {

    public Picture {
        if (Arrays.stream(planes).anyMatch(plane -> plane.length != height * width)) {
            throw new IllegalArgumentException("planes that are not " + height + "x" + width);
        }
    }

    /** Planes, rows, columns. */
    public Shape shape() {
        return new Shape(planes.length, height, width);
    }

    /** Scaled as Pillow's {@code Image.resize(size, Image.BICUBIC)} does. */
    public Picture bicubic(ImageSize size) {
        return scaled(ScalingFilter.BICUBIC, size);
    }

    Picture scaled(ScalingFilter filter, ImageSize size) {
        byte[][] scaled = new byte[planes.length][];
        for (int channel = 0; channel < planes.length; channel++) {
            scaled[channel] = Scaling.scale(filter, planes[channel], height, width, size.height(), size.width());
        }
        return new Picture(scaled, size.height(), size.width());
    }

    /** A part of that size, from a row and a column on; it lies inside. */
    public Picture part(int row, int column, ImageSize size) {
        byte[][] parts = new byte[planes.length][size.height() * size.width()];
        for (int channel = 0; channel < planes.length; channel++) {
            for (int y = 0; y < size.height(); y++) {
                int from = (row + y) * width + column;
                System.arraycopy(planes[channel], from, parts[channel], y * size.width(), size.width());
            }
        }
        return new Picture(parts, size.height(), size.width());
    }

    /** Whether all planes are the same: grey stored as colour. */
    public boolean isGrey() {
        return Arrays.stream(planes).allMatch(plane -> Arrays.equals(plane, planes[0]));
    }

    /** Writes the planes one after the other. */
    public void copyTo(byte[] pixels, int offset) {
        for (int channel = 0; channel < planes.length; channel++) {
            System.arraycopy(planes[channel], 0, pixels, offset + channel * height * width, height * width);
        }
    }
}
