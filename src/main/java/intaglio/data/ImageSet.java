package intaglio.data;

import intaglio.ir.Shape;
import java.util.List;

/**
 * Images, ready to be fed to a network.
 *
 * @param shape of one image, CHW
 * @param count number of images
 * @param pixels unsigned bytes, {@code count} images one after the other, each row-major CHW
 * @param names one file name per image; empty where the source has none
 */
public record ImageSet(Shape shape, int count, byte[] pixels, List<String> names) {

    public ImageSet {
        names = List.copyOf(names);
        if (pixels.length != Math.multiplyExact(count, shape.elements())) {
            throw new IllegalArgumentException(
                    count + " images of " + shape + " do not take " + pixels.length + " bytes");
        }
        if (!names.isEmpty() && names.size() != count) {
            throw new IllegalArgumentException(names.size() + " names for " + count + " images");
        }
    }

    /** Index of the first pixel of image {@code index} in {@link #pixels()}. */
    public int offset(int index) {
        return index * shape.elements();
    }
}
