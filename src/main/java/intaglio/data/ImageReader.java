package intaglio.data;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.ir.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the images of {@code --images}, told apart by content:
 *
 * <ul>
 *   <li>IDX, plain or gzip: unsigned bytes, {@code N,H,W} or {@code N,C,H,W}; must have the network's size once they are
 *       prepared;
 *   <li>a PNG or JPEG file: where no option of the preparation decides its size, scaled to the network's by
 *       {@link PictureReader}, which is noted;
 *   <li>a folder: its {@code .png}, {@code .jpg} and {@code .jpeg} files, sorted by name.
 * </ul>
 */
public final class ImageReader {

    /** Most pixel bytes held at once; a larger set is read with a limit. */
    static final long MAX_BYTES = 1L << 30;

    private ImageReader() {}

    /** The first {@code limit} images, as they are. */
    public static ImageSet read(Path images, Shape input, int limit) {
        return read(images, input, limit, ImagePreparation.NONE);
    }

    /**
     * The first {@code limit} images, or all there are ({@link Integer#MAX_VALUE}).
     *
     * @param input shape of the network's input
     * @param preparation what is done to each of them
     * @throws IntaglioException (exit code 3) for images that cannot be read or do not fit, with file, offset and both
     *     sizes
     */
    public static ImageSet read(Path images, Shape input, int limit, ImagePreparation preparation) {
        checkReadable(images);
        try {
            if (Files.isDirectory(images) || PictureReader.isPicture(images)) {
                return new PictureReader(input, preparation).read(images, limit);
            }
            return IdxImages.read(images, input, limit, preparation);
        } catch (IOException e) {
            throw unreadable(images, e);
        }
    }

    /**
     * The first {@code limit} pictures, each of its own size.
     *
     * @param images a PNG or JPEG file, or a folder of them
     * @param channels planes of each: 1 (grey) or 3 (red, green, blue)
     * @param preparation what is done to each of them
     * @throws IntaglioException (exit code 3) for pictures that cannot be read
     */
    public static PictureSet pictures(Path images, int channels, int limit, ImagePreparation preparation) {
        checkReadable(images);
        try {
            return new PictureReader(new Shape(channels, 1, 1), preparation).readPictures(images, limit);
        } catch (IOException e) {
            throw unreadable(images, e);
        }
    }

    /**
     * Shape of the first image as it is in its file; a picture has one channel where it is grey, otherwise three.
     *
     * @throws IntaglioException (exit code 3) for images that cannot be read
     */
    public static Shape firstShape(Path images) {
        checkReadable(images);
        try {
            if (Files.isDirectory(images) || PictureReader.isPicture(images)) {
                return PictureReader.firstShape(images);
            }
            return IdxImages.shape(images);
        } catch (IOException e) {
            throw unreadable(images, e);
        }
    }

    private static void checkReadable(Path images) {
        if (!Files.isReadable(images)) {
            throw IntaglioException.badInput(
                    images.toString(),
                    "no such file or folder, or not readable",
                    "give an IDX file, a PNG or JPEG, or a folder of them");
        }
    }

    private static IntaglioException unreadable(Path images, IOException e) {
        return IntaglioException.badInput(
                images.toString(), "cannot be read (" + IoReason.of(e) + ")", "check the file");
    }

    /** {@code count} images of {@code shape} in bytes, checked against {@link #MAX_BYTES}. */
    static int checkedBytes(Path images, int count, Shape shape) {
        long bytes = (long) count * shape.elements();
        if (bytes > MAX_BYTES) {
            throw IntaglioException.badInput(
                    images.toString(),
                    count + " images of " + shape + " take " + bytes + " bytes, at most " + MAX_BYTES + " are read",
                    "use fewer images (--count)");
        }
        return (int) bytes;
    }

    /** Refuses an option that no image of this network can follow. */
    static void checkChannels(Path images, Shape found, Shape input, ImagePreparation preparation) {
        if (preparation.channels().isPresent() && !preparation.canConvert(found.channels(), input.channels())) {
            String word = preparation.channels().get().word();
            throw IntaglioException.badInput(
                    "command line",
                    "--channels " + word + " does not fit: the images have " + found.channels()
                            + " channels, the network takes " + input.channels(),
                    "leave it out" + (input.channels() == 1 ? "; a network of one channel takes grey" : ""));
        }
    }

    /** What does not fit, with the options that would make it fit. */
    static IntaglioException misfit(
            Path images, Shape found, Shape prepared, Shape input, ImagePreparation preparation) {
        boolean changed = preparation.changesSize();
        String what = "holds images of " + found + (changed ? ", " + prepared + " behind " + preparation.options() : "")
                + ", the network takes " + input;
        boolean advised = preparation.canConvert(found.channels(), input.channels());
        return IntaglioException.badInput(
                images.toString(),
                what,
                advised ? ImagePreparation.advice(found, input) : "use images of the network's channels and size");
    }
}
