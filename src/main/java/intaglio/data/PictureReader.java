package intaglio.data;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads PNG and JPEG pictures of any size into network inputs.
 *
 * <p>A network of one input channel gets grey, one of three gets red, green and blue planes; other networks take no
 * pictures. A JPEG is turned upright as its EXIF data says, transparent pixels are put on a background, then the
 * {@link ImagePreparation} follows. Where that leaves the size open, the picture is scaled to the network's, without
 * keeping its proportions. All that was not asked for is noted.
 */
final class PictureReader {

    /** Most pixels of one picture; checked before anything is decoded. */
    private static final long MAX_PIXELS = 1L << 24;

    private static final List<String> SUFFIXES = List.of(".png", ".jpg", ".jpeg");
    private static final String HELP = "save it as a plain 8-bit PNG or take it out";

    static {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
    }

    private final Shape input;
    private final ImagePreparation preparation;
    private final PictureNotes notes;

    PictureReader(Shape input, ImagePreparation preparation) {
        this.input = input;
        this.preparation = preparation;
        this.notes = new PictureNotes(preparation);
    }

    /** Whether the file begins like a PNG or a JPEG. */
    static boolean isPicture(Path file) throws IOException {
        byte[] head;
        try (var stream = Files.newInputStream(file)) {
            head = stream.readNBytes(4);
        }
        if (head.length < 4) {
            return false;
        }
        boolean png = (head[0] & 0xff) == 0x89 && head[1] == 'P' && head[2] == 'N' && head[3] == 'G';
        boolean jpeg = (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xd8 && (head[2] & 0xff) == 0xff;
        return png || jpeg;
    }

    /** A picture, or the first {@code limit} pictures of a folder. */
    ImageSet read(Path images, int limit) throws IOException {
        return readFiles(images, files(images, limit));
    }

    /** Shape of the first picture as it is stored. */
    static Shape firstShape(Path images) throws IOException {
        Path first = files(images, 1).get(0);
        try {
            Picture picture = PicturePlanes.of(decode(first)).picture();
            return new Shape(picture.isGrey() ? 1 : 3, picture.height(), picture.width());
        } catch (IOException | RuntimeException e) {
            throw IntaglioException.badInput(first.toString(), reason(e), HELP);
        }
    }

    /** The pictures of a folder, sorted by name; hidden files and other suffixes are passed over. */
    private static List<Path> files(Path images, int limit) throws IOException {
        if (!Files.isDirectory(images)) {
            return List.of(images);
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(images)) {
            files = entries.filter(PictureReader::hasPictureName)
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .limit(limit)
                    .toList();
        }
        if (files.isEmpty()) {
            throw IntaglioException.badInput(
                    images.toString(),
                    "the folder has no file named " + String.join(", ", SUFFIXES),
                    "give an IDX file, a PNG or JPEG, or a folder of them");
        }
        return files;
    }

    private static boolean hasPictureName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && SUFFIXES.stream().anyMatch(name::endsWith);
    }

    /** Reads the files in the given order; all that cannot be read are reported together. */
    private ImageSet readFiles(Path images, List<Path> files) {
        if (input.channels() != 1 && input.channels() != 3) {
            throw IntaglioException.badInput(
                    files.get(0).toString(),
                    "a picture has 1 (grey) or 3 (RGB) channels, the network takes " + input.channels(),
                    "give the images as IDX with dimensions N,C,H,W");
        }
        byte[] pixels = new byte[ImageReader.checkedBytes(images, files.size(), input)];
        each(files, (index, file) -> prepared(file).copyTo(pixels, index * input.elements()));
        return new ImageSet(input, files.size(), pixels, names(files), notes.sentences());
    }

    /** Reads the pictures of {@link #read}, each of its own size. */
    PictureSet readPictures(Path images, int limit) throws IOException {
        List<Path> files = files(images, limit);
        List<Picture> pictures = new ArrayList<>();
        each(files, (index, file) -> pictures.add(preparation.apply(upright(file), input.channels())));
        return new PictureSet(pictures, names(files), notes.sentences());
    }

    /** What is done with one file. */
    private interface FileAction {

        void accept(int index, Path file) throws IOException;
    }

    private static void each(List<Path> files, FileAction action) {
        Problems problems = new Problems();
        for (int i = 0; i < files.size(); i++) {
            try {
                action.accept(i, files.get(i));
            } catch (IntaglioException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                // The decoders of the JDK answer damaged files with unchecked exceptions, too.
                problems.add(files.get(i).toString(), reason(e), HELP);
            }
        }
        problems.throwIfAny();
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }

    private static String reason(Exception e) {
        return "not a readable PNG or JPEG (" + String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + ")";
    }

    /** A picture as it is to be seen, on its background. */
    private Picture upright(Path file) throws IOException {
        PicturePlanes planes = PicturePlanes.of(decode(file));
        Orientation orientation = orientation(file);
        notes.take(planes, orientation, input.channels());
        Picture picture =
                orientation.apply(planes.isTransparent() ? planes.on(preparation.background()) : planes.picture());
        ImageReader.checkChannels(file, picture.shape(), input, preparation);
        return picture;
    }

    private Picture prepared(Path file) throws IOException {
        Picture picture = upright(file);
        Picture prepared = preparation.apply(picture, input.channels());
        if (prepared.shape().equals(input)) {
            return prepared;
        }
        if (preparation.changesSize()) {
            throw ImageReader.misfit(file, picture.shape(), prepared.shape(), input, preparation);
        }
        ImageSize size = new ImageSize(input.height(), input.width());
        notes.scaled(prepared, size);
        return new Resizing(size.height(), size.width()).apply(prepared);
    }

    private static Orientation orientation(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return Orientation.ofJpeg(stream.readNBytes(Orientation.HEAD_BYTES));
        }
    }

    private static BufferedImage decode(Path file) throws IOException {
        if (!isPicture(file)) {
            throw new IOException("its first bytes are of neither, " + Files.size(file) + " bytes in all");
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<javax.imageio.ImageReader> decoders = ImageIO.getImageReaders(stream);
            if (!decoders.hasNext()) {
                throw new IOException("no decoder takes it");
            }
            javax.imageio.ImageReader decoder = decoders.next();
            try {
                decoder.setInput(stream, true, true);
                long size = (long) decoder.getWidth(0) * decoder.getHeight(0);
                if (size > MAX_PIXELS) {
                    throw new IOException(decoder.getWidth(0) + "x" + decoder.getHeight(0) + " is " + size
                            + " pixels, at most " + MAX_PIXELS + " are read");
                }
                return decoder.read(0);
            } finally {
                decoder.dispose();
            }
        }
    }
}
