package intaglio.data;

import intaglio.diag.IntaglioException;
import intaglio.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads IDX files of images, plain or gzip: unsigned bytes, {@code N,H,W} or {@code N,C,H,W}. */
final class IdxImages {

    private IdxImages() {}

    /** Shape of one image. */
    static Shape shape(Path file) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            return shape(file, IdxHeader.read(source, file, "images", 3, 4));
        }
    }

    /** The first {@code limit} images, prepared; they must have the network's size then. */
    static ImageSet read(Path file, Shape input, int limit, ImagePreparation preparation) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            IdxHeader header = IdxHeader.read(source, file, "images", 3, 4);
            Shape stored = shape(file, header);
            ImageReader.checkChannels(file, stored, input, preparation);
            boolean convertible = preparation.canConvert(stored.channels(), input.channels());
            Shape prepared = convertible ? preparation.shape(stored, input.channels()) : stored;
            if (!prepared.equals(input)) {
                throw ImageReader.misfit(file, stored, prepared, input, preparation);
            }
            int count = Math.min(limit, header.count());
            ImageReader.checkedBytes(file, count, input);
            ImageReader.checkedBytes(file, count, stored);
            byte[] bytes = header.readItems(source, file, count, stored.elements());
            boolean asTheyAre = stored.equals(input) && preparation.equals(ImagePreparation.NONE);
            return new ImageSet(
                    input,
                    count,
                    asTheyAre ? bytes : prepared(bytes, count, stored, input, preparation),
                    List.of(),
                    notes(stored, input, preparation));
        }
    }

    private static Shape shape(Path file, IdxHeader header) {
        int[] sizes = header.sizes();
        int rank = sizes.length;
        int channels = rank == 4 ? sizes[1] : 1;
        if (channels < 1 || sizes[rank - 2] < 1 || sizes[rank - 1] < 1) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "holds images of " + channels + "x" + sizes[rank - 2] + "x" + sizes[rank - 1],
                    "make the file again");
        }
        return new Shape(channels, sizes[rank - 2], sizes[rank - 1]);
    }

    private static Picture picture(byte[] bytes, int offset, Shape shape) {
        byte[][] planes = new byte[shape.channels()][shape.pixels()];
        for (int channel = 0; channel < planes.length; channel++) {
            System.arraycopy(bytes, offset + channel * shape.pixels(), planes[channel], 0, shape.pixels());
        }
        return new Picture(planes, shape.height(), shape.width());
    }

    private static byte[] prepared(byte[] bytes, int count, Shape stored, Shape input, ImagePreparation preparation) {
        byte[] pixels = new byte[count * input.elements()];
        for (int image = 0; image < count; image++) {
            Picture picture = picture(bytes, image * stored.elements(), stored);
            preparation.apply(picture, input.channels()).copyTo(pixels, image * input.elements());
        }
        return pixels;
    }

    private static List<String> notes(Shape stored, Shape input, ImagePreparation preparation) {
        if (stored.channels() == input.channels() || preparation.channels().isPresent()) {
            return List.of();
        }
        return List.of(
                input.channels() == 1
                        ? "three channels made grey (luma of ITU-R 601), as the network takes one"
                        : "grey repeated for each of the three channels that the network takes");
    }
}
