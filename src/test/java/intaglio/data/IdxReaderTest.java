package intaglio.data;

import static intaglio.data.IdxFiles.gzip;
import static intaglio.data.IdxFiles.idx;
import static intaglio.data.IdxFiles.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.ir.Shape;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxReaderTest {

    private static final Shape INPUT = new Shape(1, 3, 5);

    @TempDir
    Path folder;

    @Test
    void readsPlainAndGzipByContent() throws IOException {
        byte[] file = idx(ramp(2 * 15), 2, 3, 5);
        for (byte[] bytes : new byte[][] {file, gzip(file)}) {
            ImageSet images = ImageReader.read(save(bytes), INPUT, Integer.MAX_VALUE);
            assertThat(images.count()).isEqualTo(2);
            assertThat(images.shape()).isEqualTo(INPUT);
            assertThat(images.pixels()).isEqualTo(ramp(30));
            assertThat(images.names()).isEmpty();
            assertThat(images.offset(1)).isEqualTo(15);
        }
    }

    @Test
    void readsChannelsAndStopsAtTheLimit() throws IOException {
        byte[] file = idx(ramp(4 * 2 * 15), 4, 2, 3, 5);
        ImageSet images = ImageReader.read(save(gzip(file)), new Shape(2, 3, 5), 3);
        assertThat(images.count()).isEqualTo(3);
        assertThat(images.pixels()).isEqualTo(Arrays.copyOf(ramp(120), 90));
    }

    @Test
    void readsLabelsFromIdxAndText() throws IOException {
        byte[] file = idx(new byte[] {7, 2, (byte) 200}, 3);
        assertThat(LabelReader.read(save(file), Integer.MAX_VALUE)).containsExactly(7, 2, 200);
        assertThat(LabelReader.read(save(gzip(file)), 2)).containsExactly(7, 2);
        assertThat(LabelReader.read(save("7\n2\r\n 200 \n\n"), Integer.MAX_VALUE))
                .containsExactly(7, 2, 200);
        assertThat(LabelReader.read(save("7\n2\nx"), 2)).containsExactly(7, 2);
    }

    @Test
    void everyWrongLabelLineIsReported() throws IOException {
        Path file = save("1\n-2\n3\nfour\n5.0\n");
        IntaglioException e =
                catchThrowableOfType(IntaglioException.class, () -> LabelReader.read(file, Integer.MAX_VALUE));
        assertThat(e.problems()).hasSize(3);
        assertThat(e.getMessage())
                .contains(":2: '-2' is not a label", ":4: 'four' is not", ":5: '5.0' is not", "3 such lines of 5");
    }

    @Test
    void readsMnist() {
        Path images = SharedData.require("mnist/t10k-images-idx3-ubyte.gz");
        Path labels = SharedData.require("mnist/t10k-labels-idx1-ubyte.gz");
        ImageSet all = ImageReader.read(images, new Shape(1, 28, 28), Integer.MAX_VALUE);
        assertThat(all.count()).isEqualTo(10_000);
        assertThat(LabelReader.read(labels, Integer.MAX_VALUE)).hasSize(10_000).startsWith(7, 2, 1, 0, 4);
        assertThat(ImageReader.read(images, new Shape(1, 28, 28), 7).pixels())
                .isEqualTo(Arrays.copyOf(all.pixels(), 7 * 784));
    }

    static Stream<Arguments> badImages() {
        byte[] right = idx(ramp(30), 2, 3, 5);
        byte[] packed = gzip(right);
        return Stream.of(
                Arguments.of("empty", new byte[0], "bytes 0..3 are missing (the file is empty)"),
                Arguments.of("text", "hello world".getBytes(StandardCharsets.US_ASCII), "bytes 0..3 are 68 65 6c 6c"),
                Arguments.of("labels", idx(ramp(30), 30), "bytes 0..3 are 00 00 08 01, expected 00 00 08 03 or"),
                Arguments.of("floats", new byte[] {0, 0, 13, 3}, "bytes 0..3 are 00 00 0d 03"),
                Arguments.of("header", Arrays.copyOf(right, 13), "it has 13 of 16 bytes"),
                Arguments.of("short", Arrays.copyOf(right, 45), "short data: ends at offset 45 of 46 bytes"),
                Arguments.of("short gzip", gzip(Arrays.copyOf(right, 45)), "ends at offset 45 of 46 bytes of uncomp"),
                Arguments.of("long", Arrays.copyOf(right, 47), "trailing data: ends at offset 47 of 46 bytes"),
                Arguments.of("long gzip", gzip(Arrays.copyOf(right, 50)), "trailing data from offset 46"),
                Arguments.of("cut gzip", Arrays.copyOf(packed, packed.length / 2), "broken gzip data"),
                Arguments.of("gzip header", Arrays.copyOf(packed, 5), "broken gzip header"),
                Arguments.of("damaged gzip", damaged(packed), "broken gzip data"),
                Arguments.of("size", idx(ramp(30), 2, 5, 3), "holds images of 1x5x3, the network takes 1x3x5"),
                Arguments.of("channels", idx(ramp(30), 1, 2, 3, 5), "holds images of 2x3x5, the network takes 1x3x5"),
                Arguments.of("negative", idx(ramp(30), -2, 3, 5), "dimension 0 at offset 4 is 4294967294"),
                Arguments.of("huge", idx(ramp(30), 2_000_000_000, 3, 5), "take 30000000000 bytes, at most 1073741824"),
                Arguments.of("a billion", idx(ramp(30), 70_000_000, 3, 5), "ends at offset 46 of 1050000016 bytes"),
                Arguments.of("a billion gzip", gzip(idx(ramp(30), 70_000_000, 3, 5)), "offset 46 of 1050000016"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badImages(String name, byte[] bytes, String expected) throws IOException {
        Path file = save(bytes);
        IntaglioException e =
                catchThrowableOfType(IntaglioException.class, () -> ImageReader.read(file, INPUT, Integer.MAX_VALUE));
        assertThat(e).hasMessageStartingWith(file.toString()).hasMessageContaining(expected);
        assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(e.problems()).hasSize(1);
    }

    static Stream<Arguments> badLabels() {
        return Stream.of(
                Arguments.of("empty", new byte[0], "the file is empty"),
                Arguments.of("images", idx(ramp(30), 2, 3, 5), "bytes 0..3 are 00 00 08 03, expected 00 00 08 01"),
                Arguments.of("short", idx(ramp(4), 5), "short data: ends at offset 12 of 13 bytes"),
                Arguments.of("long", idx(ramp(6), 5), "trailing data: ends at offset 14 of 13 bytes"),
                Arguments.of("long gzip", gzip(idx(ramp(6), 5)), "trailing data from offset 13"),
                Arguments.of("binary", new byte[] {1, 2, 3}, "'???' is not a label"),
                Arguments.of("big", "99999999999".getBytes(StandardCharsets.US_ASCII), "is not a label"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badLabels(String name, byte[] bytes, String expected) throws IOException {
        Path file = save(bytes);
        IntaglioException e =
                catchThrowableOfType(IntaglioException.class, () -> LabelReader.read(file, Integer.MAX_VALUE));
        assertThat(e).hasMessageStartingWith(file.toString()).hasMessageContaining(expected);
    }

    @Test
    void missingFilesAreNamed() {
        Path nowhere = folder.resolve("nowhere");
        assertThat(catchThrowableOfType(IntaglioException.class, () -> ImageReader.read(nowhere, INPUT, 1)))
                .hasMessageContaining("no such file");
        assertThat(catchThrowableOfType(IntaglioException.class, () -> LabelReader.read(nowhere, 1)))
                .hasMessageContaining("no such file");
        assertThat(catchThrowableOfType(IntaglioException.class, () -> LabelReader.read(folder, 1)))
                .hasMessageContaining("is a folder");
    }

    private static byte[] damaged(byte[] packed) {
        byte[] bytes = packed.clone();
        bytes[bytes.length - 6] ^= 0x55; // inside the checksum
        return bytes;
    }

    private Path save(String text) throws IOException {
        return save(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Path save(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "data", ".bin"), bytes);
    }
}
