package intaglio.data;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.ir.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the images of {@code --images}, told apart by content:
 *
 * <ul>
 *   <li>IDX, plain or gzip: unsigned bytes, {@code N,H,W} or {@code N,C,H,W}; must have the network's size already;
 *   <li>a PNG or JPEG file: converted and scaled to the network's size by {@link PictureReader};
 *   <li>a folder: its {@code .png}, {@code .jpg} and {@code .jpeg} files, sorted by name.
 * </ul>
 */
public final class ImageReader {

    /** Most pixel bytes held at once; a larger set is read with a limit. */
    static final long MAX_BYTES = 1L << 30;

    private ImageReader() {}

    /**
     * The first {@code limit} images, or all there are ({@link Integer#MAX_VALUE}).
     *
     * @param input shape of the network's input
     * @throws IntaglioException (exit code 3) for images that cannot be read or do not fit, with file, offset and both
     *     sizes
     */
    public static ImageSet read(Path images, Shape input, int limit) {
        if (!Files.isReadable(images)) {
            throw IntaglioException.badInput(
                    images.toString(),
                    "no such file or folder, or not readable",
                    "give an IDX file, a PNG or JPEG, or a folder of them");
        }
        try {
            if (Files.isDirectory(images)) {
                return PictureReader.readFolder(images, input, limit);
            }
            if (PictureReader.isPicture(images)) {
                return PictureReader.readFiles(List.of(images), input);
            }
            return readIdx(images, input, limit);
        } catch (IOException e) {
            throw IntaglioException.badInput(images.toString(), "cannot be read (" + IoReason.of(e) + ")", "check the file");
        }
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

    private static ImageSet readIdx(Path file, Shape input, int limit) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            IdxHeader header = IdxHeader.read(source, file, "images", 3, 4);
            int[] sizes = header.sizes();
            int rank = sizes.length;
            int channels = rank == 4 ? sizes[1] : 1;
            if (channels != input.channels() || sizes[rank - 2] != input.height() || sizes[rank - 1] != input.width()) {
                throw IntaglioException.badInput(
                        file.toString(),
                        "holds images of " + channels + "x" + sizes[rank - 2] + "x" + sizes[rank - 1]
                                + ", the network takes " + input,
                        "use images of the network's size (PNG and JPEG are scaled, IDX is not)");
            }
            int count = Math.min(limit, header.count());
            checkedBytes(file, count, input);
            return new ImageSet(input, count, header.readItems(source, file, count, input.elements()), List.of());
        }
    }
}
