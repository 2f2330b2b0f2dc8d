package intaglio.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.IntaglioException;
import intaglio.ir.Shape;
import intaglio.testing.SharedData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureReaderTest {

    @TempDir
    Path folder;

    /** Expected values are those of Pillow 12.0: {@code Image.fromarray(plane).resize((w, h), Image.BILINEAR)}. */
    @ParameterizedTest(name = "5x9 to {0}x{1}")
    @CsvSource(delimiter = '|', textBlock = """
            3 | 4  | 75 147 141 83 160 119 113 153 102 136 170 108
            5 | 4  | 42 117 183 72 119 187 85 97 196 102 99 174 112 92 176 156 94 169 166 72
            2 | 9  | 88 113 150 129 166 98 135 91 116 161 93 130 109 146 171 127 164 96
            7 | 11 | 11 38 68 98 129 159 189 220 133 24 51 55 82 112 142 173 203 114 118 98 68 95 110 137 167 170 155 \
            185 66 63 93 123 150 165 192 222 159 27 57 87 118 148 178 205 220 114 94 98 82 112 142 173 203 183 77 165 \
            86 76 106 137 167 197 158 148 138 59 63 90 120 150 181 211 241 109 46 76 103
            """)
    void scalesLikePillow(int height, int width, String expected) {
        int[] scaled = unsigned(Scaling.scale(ScalingFilter.BILINEAR, ramp(), 5, 9, height, width));
        assertThat(scaled)
                .isEqualTo(Arrays.stream(expected.split("\\s+"))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    /** Expected values are those of Pillow 12.0: {@code Image.fromarray(plane).resize((w, h), Image.BICUBIC)}. */
    @ParameterizedTest(name = "5x9 to {0}x{1}")
    @CsvSource(delimiter = '|', textBlock = """
            3 | 4  | 68 154 145 76 168 116 105 161 99 134 179 105
            5 | 4  | 36 117 196 65 113 198 81 95 201 100 91 180 114 82 186 154 88 177 168 67
            2 | 9  | 85 115 152 127 164 95 140 88 118 164 95 132 107 144 174 122 167 98
            7 | 11 | 6 32 64 94 124 155 197 250 140 2 48 48 74 105 142 187 214 106 116 95 56 90 109 141 179 181 164 \
            196 42 34 82 128 159 164 190 239 167 11 57 87 118 148 180 206 246 104 76 90 70 105 140 186 235 200 59 174 \
            73 55 101 144 173 209 159 153 143 43 51 89 125 154 185 215 255 96 17 71 109
            """)
    void scalesLikePillowWithTheCubic(int height, int width, String expected) {
        int[] scaled = unsigned(Scaling.scale(ScalingFilter.BICUBIC, ramp(), 5, 9, height, width));
        assertThat(scaled)
                .isEqualTo(Arrays.stream(expected.split("\\s+"))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    private static byte[] ramp() {
        byte[] plane = new byte[5 * 9];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) (37 * i + 11);
        }
        return plane;
    }

    /** Expected values are those of Pillow's {@code convert('L')}. */
    @Test
    void colourBecomesGreyLikeInPillow() throws IOException {
        assertThat(grey(0xff0000, 0x00ff00, 0x0000ff, 0x0ac81e, 0x010204, 0xfefffd, 0x4d4d4d))
                .containsExactly(76, 150, 29, 124, 2, 254, 77);
        // Close to a tie: each of the four constants off by one would change one of these.
        assertThat(grey(0xf408da, 0xc36ed8, 0xcfec1b, 0x0135b9, 0x05bc20)).containsExactly(103, 147, 204, 53, 115);
    }

    private int[] grey(int... colours) throws IOException {
        BufferedImage picture = new BufferedImage(colours.length, 1, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, colours.length, 1, colours, 0, colours.length);
        ImageSet grey = ImageReader.read(save("g.png", picture), new Shape(1, 1, colours.length), 1);
        assertThat(grey.names()).containsExactly("g.png");
        return unsigned(grey.pixels());
    }

    @Test
    void colourIsKeptForThreeChannels() throws IOException {
        BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 3, 1, new int[] {0xff0000, 0x0ac81e, 0x010204}, 0, 3);
        ImageSet colour = ImageReader.read(save("c.png", picture), new Shape(3, 1, 3), 1);
        assertThat(unsigned(colour.pixels())).containsExactly(255, 10, 1, 0, 200, 2, 0, 30, 4);
    }

    /** Grey samples and colours: written, read, equal. */
    @ParameterizedTest
    @CsvSource({"1", "3"})
    void writtenPicturesComeBack(int channels) throws IOException {
        byte[][] planes = new byte[channels][5 * 7];
        for (int i = 0; i < channels * 5 * 7; i++) {
            planes[i / 35][i % 35] = (byte) (i * 29 + 3);
        }
        Files.write(folder.resolve("p.png"), PictureWriter.png(new Picture(planes, 5, 7)));
        Files.write(folder.resolve("q.png"), PictureWriter.png(new Picture(new byte[channels][6], 2, 3)));

        PictureSet set = ImageReader.pictures(folder, channels, 9, ImagePreparation.NONE);

        assertThat(set.names()).containsExactly("p.png", "q.png");
        assertThat(set.pictures().get(0).planes()).isDeepEqualTo(planes);
        assertThat(set.pictures().get(1).shape()).isEqualTo(new Shape(channels, 2, 3));
        assertThat(set.notes()).isEmpty();
    }

    @Test
    void greySamplesAreTakenAsTheyAre() throws IOException {
        BufferedImage bytes = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        bytes.getRaster().setPixels(0, 0, 3, 2, new int[] {0, 1, 100, 128, 200, 255});
        assertThat(unsigned(ImageReader.read(save("a.png", bytes), new Shape(1, 2, 3), 1)
                        .pixels()))
                .containsExactly(0, 1, 100, 128, 200, 255);
        BufferedImage shorts = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        shorts.getRaster().setPixels(0, 0, 3, 1, new int[] {0x01ff, 0x8000, 0xffff});
        assertThat(unsigned(ImageReader.read(save("b.png", shorts), new Shape(1, 1, 3), 1)
                        .pixels()))
                .containsExactly(1, 128, 255);
    }

    /** Expected values are those of Pillow's {@code Image.alpha_composite} on a white and a black picture. */
    @Test
    void transparencyShowsTheBackground() throws IOException {
        BufferedImage picture = new BufferedImage(4, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 4, 1, new int[] {0x00ff0000, 0x800000ff, 0xff0ac81e, 0x4d000000}, 0, 4);
        Path file = save("a.png", picture);
        ImageSet white = ImageReader.read(file, new Shape(3, 1, 4), 1);
        assertThat(unsigned(white.pixels())).containsExactly(255, 127, 10, 178, 255, 127, 200, 178, 255, 255, 30, 178);
        assertThat(white.notes())
                .singleElement()
                .asString()
                .contains("the picture has transparent pixels: shown on white (--background black");
        ImageSet black = ImageReader.read(
                file,
                new Shape(3, 1, 4),
                1,
                new ImagePreparation(Background.BLACK, Optional.empty(), false, Optional.empty(), Optional.empty(), 0));
        assertThat(unsigned(black.pixels())).containsExactly(0, 0, 10, 0, 0, 0, 200, 0, 0, 128, 30, 0);
    }

    /** A digit that is drawn in the alpha channel alone. */
    @Test
    void alphaChannelAloneIsSeen() {
        ImageSet digit = ImageReader.read(SharedData.require("cases/newcomer/rgba/0.png"), new Shape(1, 28, 28), 1);
        assertThat(digit.brightness()).isBetween(100.0, 254.0);
        assertThat(digit.notes()).anyMatch(note -> note.contains("transparent pixels: shown on white"));
    }

    @Test
    void whatWasNotAskedForIsNoted() throws IOException {
        BufferedImage shorts = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        save("a.png", shorts);
        save("b.png", flat(9));
        BufferedImage colour = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
        colour.setRGB(0, 0, 0x0ac81e);
        save("c.png", colour);
        assertThat(ImageReader.read(folder, new Shape(1, 1, 3), 9).notes())
                .containsExactly(
                        "1 of 3 pictures have 16-bit samples: their upper 8 bits are taken",
                        "1 of 3 pictures have colours: made grey (luma of ITU-R 601), as the network takes one channel",
                        "1 of 3 pictures have another size than the network: scaled from 2x3 to 1x3 (bilinear; --resize, --crop"
                                + " and --pad choose otherwise)");
        assertThat(ImageReader.read(folder.resolve("b.png"), new Shape(1, 2, 3), 9)
                        .notes())
                .isEmpty();
    }

    /** Expected values are those of Pillow's {@code ImageOps.exif_transpose}. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            1 | 2x3 | 10 20 30 40 50 60
            2 | 2x3 | 30 20 10 60 50 40
            3 | 2x3 | 60 50 40 30 20 10
            4 | 2x3 | 40 50 60 10 20 30
            5 | 3x2 | 10 40 20 50 30 60
            6 | 3x2 | 40 10 50 20 60 30
            7 | 3x2 | 60 30 50 20 40 10
            8 | 3x2 | 30 60 20 50 10 40
            """)
    void orientationIsThatOfPillow(int value, String size, String expected) {
        Picture stored = new Picture(new byte[][] {{10, 20, 30, 40, 50, 60}}, 2, 3);
        Picture shown = new Orientation(value).apply(stored);
        assertThat(shown.height() + "x" + shown.width()).isEqualTo(size);
        assertThat(unsigned(shown.planes()[0]))
                .isEqualTo(Arrays.stream(expected.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    @Test
    void jpegIsTurnedUpright() throws IOException {
        byte[] jpeg = Files.readAllBytes(save("a.jpg", flat(9)));
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            Files.write(folder.resolve("a.jpg"), withExif(jpeg, order, 6));
            ImageSet turned = ImageReader.read(folder.resolve("a.jpg"), new Shape(1, 3, 2), 1);
            assertThat(turned.notes()).singleElement().asString().contains("EXIF orientation: turned upright");
        }
        Files.write(folder.resolve("a.jpg"), withExif(jpeg, ByteOrder.BIG_ENDIAN, 99));
        assertThat(ImageReader.read(folder.resolve("a.jpg"), new Shape(1, 2, 3), 1)
                        .notes())
                .isEmpty();
    }

    private static byte[] withExif(byte[] jpeg, ByteOrder order, int orientation) {
        ByteBuffer segment = ByteBuffer.allocate(36)
                .put(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34})
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII))
                .order(order)
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0);
        return ByteBuffer.allocate(jpeg.length + 36)
                .put(jpeg, 0, 2)
                .put(segment.array())
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    @Test
    void foldersAreReadByName() throws IOException {
        for (String name : new String[] {"b.png", "a.PNG", "c.jpg", "10.png"}) {
            save(name, flat(name.charAt(0)));
        }
        Files.writeString(folder.resolve("readme.txt"), "not a picture");
        Files.writeString(folder.resolve(".hidden.png"), "not a picture");
        ImageSet all = ImageReader.read(folder, new Shape(1, 2, 3), Integer.MAX_VALUE);
        assertThat(all.names()).containsExactly("10.png", "a.PNG", "b.png", "c.jpg");
        assertThat(all.count()).isEqualTo(4);
        assertThat(all.pixels()[all.offset(2)]).isEqualTo((byte) 'b');
        assertThat(ImageReader.read(folder, new Shape(1, 2, 3), 2).names()).containsExactly("10.png", "a.PNG");
    }

    @Test
    void allBrokenPicturesAreReported() throws IOException {
        Path good = save("good.png", flat(7));
        byte[] bytes = Files.readAllBytes(good);
        Files.write(folder.resolve("cut.png"), Arrays.copyOf(bytes, bytes.length / 2));
        Files.write(folder.resolve("empty.png"), new byte[0]);
        Files.writeString(folder.resolve("text.jpg"), "hello");
        Files.write(folder.resolve("vast.png"), vastPng());
        IntaglioException e = failure(folder, new Shape(1, 2, 3));
        assertThat(e.getMessage().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("cut.png: not a readable PNG or JPEG"),
                        line -> assertThat(line)
                                .contains("empty.png: not a readable PNG", "of neither, 0 bytes in all"),
                        line -> assertThat(line).contains("text.jpg: not a readable PNG", "5 bytes"),
                        line -> assertThat(line)
                                .contains("vast.png", "60000x50000 is 3000000000 pixels, at most 16777216"));
    }

    @Test
    void misfitsAreNamed() throws IOException {
        Path picture = save("a.png", flat(7));
        assertThat(failure(picture, new Shape(5, 2, 3))).hasMessageContaining("1 (grey) or 3 (RGB) channels, the netw");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(failure(empty, new Shape(1, 2, 3))).hasMessageContaining("the folder has no file named .png");
    }

    private static IntaglioException failure(Path images, Shape input) {
        return catchThrowableOfType(IntaglioException.class, () -> ImageReader.read(images, input, Integer.MAX_VALUE));
    }

    private static BufferedImage flat(int grey) {
        BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setPixels(0, 0, 3, 2, new int[] {grey, grey, grey, grey, grey, grey});
        return picture;
    }

    /** A PNG whose header claims 3,000,000,000 pixels. */
    private static byte[] vastPng() {
        byte[] header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(60_000)
                .putInt(50_000)
                .put(new byte[] {8, 0, 0, 0, 0})
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(header);
        return ByteBuffer.allocate(64)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .putInt(13)
                .put(header)
                .putInt((int) checksum.getValue())
                .array();
    }

    private Path save(String name, BufferedImage picture) {
        Path file = folder.resolve(name);
        try {
            String format = name.endsWith(".jpg") ? "jpg" : "png";
            assertThat(ImageIO.write(picture, format, file.toFile())).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return values;
    }
}
