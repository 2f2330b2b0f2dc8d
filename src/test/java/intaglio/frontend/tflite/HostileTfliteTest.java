package intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and malicious files: each is read as some network, or refused in words; nothing else, and in little time. */
class HostileTfliteTest {

    private static final long SEED = 20261125;

    /** Mutations of all files together, from the command line for longer runs. */
    private static final int MUTATIONS = Integer.getInteger("intaglio.mutations", 1000);

    @TempDir
    Path folder;

    private static byte[] file(String name) throws IOException {
        return Files.readAllBytes(TfliteFidelityTest.FOLDER.resolve(name + ".tflite"));
    }

    private Path write(byte... content) throws IOException {
        Path file = folder.resolve("model.tflite");
        Files.write(file, content);
        return file;
    }

    @Test
    void cutOffFiles() throws IOException {
        byte[] whole = file("conv");
        for (int length = 8; length < whole.length; length += 37) {
            Path file = write(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ModelReader.read(file, null))
                    .isInstanceOf(IntaglioException.class)
                    .hasMessageContaining("model.tflite: is a damaged TensorFlow Lite file or cut off: ")
                    .hasMessageEndingWith("; copy or convert the model again");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7ffffff0, -8})
    void wildRoots(int offset) throws IOException {
        byte[] content = file("int8");
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(0, offset);
        Path file = write(content);
        assertThatThrownBy(() -> ModelReader.read(file, null))
                .isInstanceOf(IntaglioException.class)
                .hasMessageMatching("(?s).*model\\.tflite: (is a damaged TensorFlow Lite file|has schema version).*");
    }

    @Test
    void seededMutations() throws IOException {
        Random random = new Random(SEED);
        List<Path> files;
        try (Stream<Path> all = Files.list(TfliteFidelityTest.FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".tflite"))
                    .sorted()
                    .toList();
        }
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] content = Files.readAllBytes(files.get(i % files.size()));
            mutate(content, random);
            read += isRead(
                    i, random.nextInt(8) == 0 ? Arrays.copyOf(content, random.nextInt(content.length)) : content);
        }
        System.out.println("TFLite: " + MUTATIONS + " mutations, " + read + " read as a network");
        assertThat(read).isBetween(1, MUTATIONS - 1);
    }

    private int isRead(int number, byte... content) {
        try {
            ModelReader.read(write(content), null);
            return 1;
        } catch (IntaglioException e) {
            assertThat(e.problems()).isNotEmpty();
            return 0;
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("mutation " + number, e);
        }
    }

    /** One to four places: a bit, a byte, or a number that offsets and sizes must not be. */
    private static void mutate(byte[] content, Random random) {
        int[] numbers = {0, 1, -1, 255, 1 << 16, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE, content.length};
        for (int change = random.nextInt(4); change >= 0; change--) {
            // Behind the identifier: other formats are not asked about such a file.
            int at = 8 + random.nextInt(content.length - 12);
            switch (random.nextInt(3)) {
                case 0 -> content[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> content[at] = (byte) random.nextInt();
                default ->
                    ByteBuffer.wrap(content)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(at, numbers[random.nextInt(numbers.length)]);
            }
        }
    }
}
