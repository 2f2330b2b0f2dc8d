package intaglio.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.IntaglioException;
import intaglio.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        byte[] plane = new byte[5 * 9];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) (37 * i + 11);
        }
        int[] scaled = unsigned(BilinearScaling.scale(plane, 5, 9, height, width));
        assertThat(scaled).isEqualTo(Arrays.stream(expected.split("\\s+")).mapToInt(Integer::parseInt).toArray());
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

    @Test
    void greySamplesAreTakenAsTheyAre() throws IOException {
        BufferedImage bytes = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        bytes.getRaster().setPixels(0, 0, 3, 2, new int[] {0, 1, 100, 128, 200, 255});
        assertThat(unsigned(ImageReader.read(save("a.png", bytes), new Shape(1, 2, 3), 1).pixels()))
                .containsExactly(0, 1, 100, 128, 200, 255);
        BufferedImage shorts = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        shorts.getRaster().setPixels(0, 0, 3, 1, new int[] {0x01ff, 0x8000, 0xffff});
        assertThat(unsigned(ImageReader.read(save("b.png", shorts), new Shape(1, 1, 3), 1).pixels()))
                .containsExactly(1, 128, 255);
    }

    @Test
    void transparencyIsDropped() throws IOException {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 2, 1, new int[] {0x00ff0000, 0x800000ff}, 0, 2);
        assertThat(unsigned(ImageReader.read(save("a.png", picture), new Shape(1, 1, 2), 1).pixels()))
                .containsExactly(76, 29);
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
        assertThat(e.getMessage().lines()).satisfiesExactly(
                line -> assertThat(line).contains("cut.png: not a readable PNG or JPEG"),
                line -> assertThat(line).contains("empty.png: not a readable PNG", "of neither, 0 bytes in all"),
                line -> assertThat(line).contains("text.jpg: not a readable PNG", "5 bytes"),
                line -> assertThat(line).contains("vast.png", "60000x50000 is 3000000000 pixels, at most 16777216"));
    }

    @Test
    void misfitsAreNamed() throws IOException {
        Path picture = save("a.png", flat(7));
        assertThat(failure(picture, new Shape(5, 2, 3))).hasMessageContaining("1 (grey) or 3 (RGB) channels, the netw");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(failure(empty, new Shape(1, 2, 3))).hasMessageContaining("the folder has no file named .png");
    }

    private static IntaglioException failure(Path images, Shape input) {
        return catchThrowableOfType(
                IntaglioException.class, () -> ImageReader.read(images, input, Integer.MAX_VALUE));
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
