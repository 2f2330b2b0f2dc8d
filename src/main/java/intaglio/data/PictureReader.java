package intaglio.data;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * pictures. Grey is made first, then scaled: see {@link PicturePlanes} and {@link BilinearScaling}. The aspect ratio
 * is not kept and an orientation tag is not followed.
 */
final class PictureReader {

    /** Most pixels of one picture; checked before anything is decoded. */
    private static final long MAX_PIXELS = 1L << 24;

    private static final List<String> SUFFIXES = List.of(".png", ".jpg", ".jpeg");

    static {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
    }

    private PictureReader() {}

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

    /** The pictures of a folder, sorted by name; hidden files and other suffixes are passed over. */
    static ImageSet readFolder(Path folder, Shape input, int limit) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(PictureReader::hasPictureName)
                    .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .limit(limit)
                    .toList();
        }
        if (files.isEmpty()) {
            throw IntaglioException.badInput(
                    folder.toString(),
                    "the folder has no file named " + String.join(", ", SUFFIXES),
                    "give an IDX file, a PNG or JPEG, or a folder of them");
        }
        return readFiles(files, input);
    }

    private static boolean hasPictureName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && SUFFIXES.stream().anyMatch(name::endsWith);
    }

    /** Reads the files in the given order; all that cannot be read are reported together. */
    static ImageSet readFiles(List<Path> files, Shape input) {
        Path first = files.get(0);
        if (input.channels() != 1 && input.channels() != 3) {
            throw IntaglioException.badInput(
                    first.toString(),
                    "a picture has 1 (grey) or 3 (RGB) channels, the network takes " + input.channels(),
                    "give the images as IDX with dimensions N,C,H,W");
        }
        byte[] pixels = new byte[ImageReader.checkedBytes(first.toAbsolutePath().getParent(), files.size(), input)];
        Problems problems = new Problems();
        for (int i = 0; i < files.size(); i++) {
            try {
                byte[] image = scaled(decode(files.get(i)), input);
                System.arraycopy(image, 0, pixels, i * image.length, image.length);
            } catch (IOException | RuntimeException e) {
                // The decoders of the JDK answer damaged files with unchecked exceptions, too.
                problems.add(files.get(i).toString(), reason(e), "save it as a plain 8-bit PNG or take it out");
            }
        }
        problems.throwIfAny();
        return new ImageSet(input, files.size(), pixels, names(files));
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }

    private static String reason(Exception e) {
        return "not a readable PNG or JPEG (" + String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + ")";
    }

    private static byte[] scaled(BufferedImage picture, Shape input) {
        byte[][] planes = input.channels() == 1 ? PicturePlanes.grey(picture) : PicturePlanes.rgb(picture);
        byte[] image = new byte[input.elements()];
        for (int channel = 0; channel < planes.length; channel++) {
            byte[] plane = BilinearScaling.scale(
                    planes[channel], picture.getHeight(), picture.getWidth(), input.height(), input.width());
            System.arraycopy(plane, 0, image, channel * input.pixels(), input.pixels());
        }
        return image;
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
