package intaglio.frontend.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of Keras that are refused, each with a line that says why; nothing that they hold is run. */
final class BadKerasTest {

    private static final String CONFIG = "config.json";

    /** More with {@code -Dintaglio.mutations=N}. */
    private static final int MUTATIONS = Integer.getInteger("intaglio.mutations", 1000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lambda.keras|layer 'lambda' (Lambda): holds a program, and nothing that a file holds is run",
                "custom.keras|(Twice): is a class of its owner's",
                "external.h5|kernel: has a link to another place or file, which is not followed",
                "soft.h5|kernel: has a link to another place or file, which is not followed",
                "compressed.h5|kernel: has data in chunks",
                "outside.h5|an HDF5 file that is damaged, or has what is not read",
                "misshapen.h5|15 inputs, the data have 16",
                "texts.h5|kernel: has data that are no plain numbers"
            })
    void refusesWhatIsHostile(String file, String message) {
        assertThatThrownBy(() -> ModelReader.read(KerasCases.folder().resolve(file), null))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesFilesThatAreCutOff() throws IOException {
        for (String name : new String[] {"plain.h5", "plain.keras", "norm.weights.h5"}) {
            byte[] whole = Files.readAllBytes(KerasCases.folder().resolve(name));
            Path file = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length * 2 / 3));

            assertThatThrownBy(() -> ModelReader.read(file, null))
                    .isInstanceOf(IntaglioException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kernel_size\": [3, 3]|\"kernel_size\": [5, 3]|its kernel is 3x3x2x4, its settings need 5x3x?x4",
                "\"strides\": [1, 1]|\"strides\": [1, 1, 1]|its 'strides' is [1,1,1], needed is 2 integers",
                "\"strides\": [1, 1]|\"strides\": [0, 1]|stride",
                "\"padding\": \"same\"|\"padding\": \"full\"|its padding is 'full'",
                "\"activation\": \"relu\"|\"activation\": \"rule\"|its activation 'rule' is not known here",
                "\"class_name\": \"Flatten\"|\"class_name\": \"LSTM\"|recurrent layers and attention",
                "\"name\": \"dense\"|\"name\": \"conv2d\"|has two layers of one name",
                "\"batch_shape\": [null, 9|\"batch_shape\": [null, 4, 9|its input has 5 axes with the batch",
                "\"batch_shape\": [null, 9|\"batch_shape\": [null, null|say them with --input-size",
                "\"class_name\": \"Sequential\"|\"class_name\": \"Mine\"|a model of the class 'Mine'",
                "\"layers\"|\"lairs\"|has 0 layers",
                "{\"module\"|\"module\"|is not JSON"
            })
    void refusesGraphsThatAreWrong(String before, String after, String message) throws IOException {
        Path file = changed("plain.keras", before, after);

        assertThatThrownBy(() -> ModelReader.read(file, null))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesLayersThatWaitForEachOther() throws IOException {
        Path file = changed("called.keras", "[\"input_layer\", 0, 0]}}", "[\"relu\", 0, 0]}}");

        assertThatThrownBy(() -> ModelReader.read(file, null)).hasMessageContaining("wait for each other");
    }

    @Test
    void refusesZipBombs() throws IOException {
        Map<String, byte[]> entries = entries("plain.keras");
        entries.put("model.weights.h5", new byte[1 << 24]);
        Path file = write("bomb.keras", entries);

        assertThatThrownBy(() -> ModelReader.read(file, null)).hasMessageContaining("this is a zip bomb");
    }

    /** No damage leads to anything else than a model or one clear error. */
    @Test
    void survivesDamage() throws IOException {
        Random random = new Random(20261125);
        String[] names = {"plain.h5", "nested_keras2.h5", "branches.keras", "norm.weights.h5"};
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String name = names[i % names.length];
            Path file = folder.resolve(name);
            Files.write(file, KerasMutations.mutate(KerasCases.folder().resolve(name), random));
            try {
                ModelReader.read(file, null);
            } catch (IntaglioException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS);
    }

    private Path changed(String name, String before, String after) throws IOException {
        Map<String, byte[]> entries = entries(name);
        String config = new String(entries.get(CONFIG), StandardCharsets.UTF_8);
        assertThat(config).contains(before);
        entries.put(CONFIG, config.replace(before, after).getBytes(StandardCharsets.UTF_8));
        return write(name, entries);
    }

    private static Map<String, byte[]> entries(String name) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(KerasCases.folder().resolve(name).toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private Path write(String name, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, KerasMutations.zip(entries));
        return file;
    }
}
