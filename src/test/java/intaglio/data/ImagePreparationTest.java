package intaglio.data;

import static intaglio.data.IdxFiles.idx;
import static intaglio.data.IdxFiles.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.IntaglioException;
import intaglio.ir.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePreparationTest {

    @TempDir
    Path folder;

    @Test
    void paddingIsBlackAndBehindTheInversion() throws IOException {
        Path file = save(idx(new byte[] {1, 2, 3, 4, 5, 6}, 1, 2, 3));
        assertThat(read(
                                file,
                                new Shape(1, 4, 5),
                                ImagePreparation.NONE.withPadding(1).withInversion())
                        .pixels())
                .containsExactly(0, 0, 0, 0, 0, 0, 254, 253, 252, 0, 0, 251, 250, 249, 0, 0, 0, 0, 0, 0);
    }

    /** An odd rest of 3 is 1.5, which Python rounds to 2; one of 1 is 0.5, which it rounds to 0. */
    @Test
    void cropKeepsTheMiddleAsTorchvisionDoes() throws IOException {
        byte[] pixels = ramp(5 * 4);
        Path file = save(idx(pixels, 1, 5, 4));
        ImagePreparation crop = new ImagePreparation(
                Background.WHITE, Optional.empty(), false, Optional.empty(), Optional.of(new ImageSize(2, 3)), 0);
        int first = 2 * 4;
        assertThat(read(file, new Shape(1, 2, 3), crop).pixels())
                .containsExactly(
                        pixels[first],
                        pixels[first + 1],
                        pixels[first + 2],
                        pixels[first + 4],
                        pixels[first + 5],
                        pixels[first + 6]);
        assertThat(failure(
                        file,
                        new Shape(1, 6, 3),
                        new ImagePreparation(
                                Background.WHITE,
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.of(new ImageSize(6, 3)),
                                0)))
                .hasMessageContaining("--crop 6x3 is larger than the images (5x4)");
    }

    @Test
    void oneNumberIsTheShorterSide() {
        Picture picture = new Picture(new byte[1][6 * 15], 6, 15);
        assertThat(Resizing.ofShorterSide(4).apply(picture).shape()).isEqualTo(new Shape(1, 4, 10));
        assertThat(new Resizing(4, 7).apply(picture).shape()).isEqualTo(new Shape(1, 4, 7));
    }

    /** Expected values are those of Pillow's {@code resize((4, 3), Image.BILINEAR)}, see PictureReaderTest. */
    @Test
    void idxImagesAreScaled() throws IOException {
        byte[] plane = new byte[2 * 5 * 9];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) (37 * (i % 45) + 11);
        }
        ImageSet scaled = read(save(idx(plane, 2, 5, 9)), new Shape(1, 3, 4), ImagePreparation.NONE.withResize(3, 4));
        assertThat(scaled.count()).isEqualTo(2);
        for (int image = 0; image < 2; image++) {
            assertThat(scaled.pixels()[scaled.offset(image)] & 0xff).isEqualTo(75);
            assertThat(scaled.pixels()[scaled.offset(image) + 11] & 0xff).isEqualTo(108);
        }
        assertThat(scaled.notes()).isEmpty();
    }

    @Test
    void channelsAreConverted() throws IOException {
        Path colour = save(idx(new byte[] {10, 20, (byte) 200, 30, 30, 0}, 1, 3, 1, 2));
        assertThat(read(colour, new Shape(1, 1, 2), ImagePreparation.NONE).pixels())
                .containsExactly((byte) 124, (byte) 24);
        assertThat(read(colour, new Shape(1, 1, 2), ImagePreparation.NONE).notes())
                .singleElement()
                .asString()
                .contains("made grey");
        assertThat(read(colour, new Shape(3, 1, 2), channels(ChannelOrder.BGR)).pixels())
                .containsExactly(30, 0, (byte) 200, 30, 10, 20);
        assertThat(read(colour, new Shape(3, 1, 2), channels(ChannelOrder.GREY)).pixels())
                .containsExactly((byte) 124, (byte) 24, (byte) 124, (byte) 24, (byte) 124, (byte) 24);
        Path grey = save(idx(new byte[] {1, 2}, 1, 1, 2));
        ImageSet repeated = read(grey, new Shape(3, 1, 2), ImagePreparation.NONE);
        assertThat(repeated.pixels()).containsExactly(1, 2, 1, 2, 1, 2);
        assertThat(repeated.notes()).singleElement().asString().contains("grey repeated");
        assertThat(failure(colour, new Shape(1, 1, 2), channels(ChannelOrder.RGB)))
                .hasMessageContaining("--channels rgb does not fit: the images have 3 channels, the network takes 1");
    }

    @Test
    void misfitsNameTheOptionsThatFit() throws IOException {
        Path file = save(idx(ramp(30), 2, 3, 5));
        assertThat(failure(file, new Shape(1, 7, 9), ImagePreparation.NONE))
                .hasMessageEndingWith(
                        "holds images of 1x3x5, the network takes 1x7x9; give what the training did: --resize 7x9 (scaled) or"
                                + " --pad 2 (2 black pixels on each side)");
        assertThat(failure(file, new Shape(1, 2, 3), ImagePreparation.NONE))
                .hasMessageEndingWith("--resize 2x3 (scaled) or --crop 2x3 (their middle)");
        assertThat(failure(file, new Shape(1, 7, 5), ImagePreparation.NONE))
                .hasMessageEndingWith("--resize 7x5 (scaled)");
        assertThat(failure(file, new Shape(1, 7, 9), ImagePreparation.NONE.withPadding(1)))
                .hasMessageContaining("holds images of 1x3x5, 1x5x7 behind --pad 1, the network takes 1x7x9");
        assertThat(read(file, new Shape(1, 7, 9), ImagePreparation.NONE.withPadding(2))
                        .count())
                .isEqualTo(2);
        assertThat(read(file, new Shape(1, 7, 9), ImagePreparation.NONE.withResize(7, 9))
                        .count())
                .isEqualTo(2);
    }

    private static ImagePreparation channels(ChannelOrder order) {
        return new ImagePreparation(Background.WHITE, Optional.of(order), false, Optional.empty(), Optional.empty(), 0);
    }

    private static ImageSet read(Path file, Shape input, ImagePreparation preparation) {
        return ImageReader.read(file, input, Integer.MAX_VALUE, preparation);
    }

    private static IntaglioException failure(Path file, Shape input, ImagePreparation preparation) {
        return catchThrowableOfType(IntaglioException.class, () -> read(file, input, preparation));
    }

    private Path save(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "data", ".idx"), bytes);
    }
}
