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
 * @param notes what was done to the images without being asked for, one sentence each
 */
public record ImageSet(Shape shape, int count, byte[] pixels, List<String> names, List<String> notes) {

    public ImageSet {
        names = List.copyOf(names);
        notes = List.copyOf(notes);
        if (pixels.length != Math.multiplyExact(count, shape.elements())) {
            throw new IllegalArgumentException(
                    count + " images of " + shape + " do not take " + pixels.length + " bytes");
        }
        if (!names.isEmpty() && names.size() != count) {
            throw new IllegalArgumentException(names.size() + " names for " + count + " images");
        }
    }

    /** Images with nothing to say about. */
    public ImageSet(Shape shape, int count, byte[] pixels, List<String> names) {
        this(shape, count, pixels, names, List.of());
    }

    /** Mean of all pixels, 0 (black) to 255; 0 where there are none. */
    public double brightness() {
        long sum = 0;
        for (byte pixel : pixels) {
            sum += pixel & 0xff;
        }
        return pixels.length == 0 ? 0 : (double) sum / pixels.length;
    }

    /** Index of the first pixel of image {@code index} in {@link #pixels()}. */
    public int offset(int index) {
        return index * shape.elements();
    }
}
