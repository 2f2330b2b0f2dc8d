package intaglio.data;

import intaglio.ir.Shape;
import java.util.Arrays;

/**
 * One image on its way to the network.
 *
 * @param planes one for each channel, unsigned bytes, each {@code height x width} row-major
 */
record Picture(byte[][] planes, int height, int width) {

    Picture {
        if (Arrays.stream(planes).anyMatch(plane -> plane.length != height * width)) {
            throw new IllegalArgumentException("planes that are not " + height + "x" + width);
        }
    }

    Shape shape() {
        return new Shape(planes.length, height, width);
    }

    /** Whether all planes are the same: grey stored as colour. */
    boolean isGrey() {
        return Arrays.stream(planes).allMatch(plane -> Arrays.equals(plane, planes[0]));
    }

    /** Writes the planes one after the other. */
    void copyTo(byte[] pixels, int offset) {
        for (int channel = 0; channel < planes.length; channel++) {
            System.arraycopy(planes[channel], 0, pixels, offset + channel * height * width, height * width);
        }
    }
}
