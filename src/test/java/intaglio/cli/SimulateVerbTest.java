package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line on the sample, on the source article's network, and on wrong input. */
class SimulateVerbTest {

    private static final Path SAMPLE = Path.of("examples/lenet.pth");
    private static final Path DIGITS = Path.of("examples/digits");
    private static final Path DIGIT_LABELS = Path.of("examples/digits-labels.txt");

    @TempDir
    Path folder;

    @Test
    void articleNetworkOnTheWholeTestSet() throws IOException {
        Path logits = folder.resolve("out.csv");

        CommandLineRun run = CommandLineRun.of(
                "simulate", SharedData.require("lenet-seed/quant_model.pth"),
                "--requant", SharedData.require("lenet-seed/article_requant.json"),
                "--images", SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                "--labels", SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"),
                "--logits", logits);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("accuracy 98.89 % (9889 of 10000)\n").doesNotContain("\r");
        List<String> lines = Files.readAllLines(logits);
        assertThat(lines).hasSize(10_000);
        assertThat(lines.subList(0, 1000))
                .isEqualTo(
                        Files.readAllLines(SharedData.require("lenet-seed/expected/quant_logits_t10k_first1000.csv")));
        assertThat(filesIn(folder)).containsExactly("out.csv");
    }

    @Test
    void articleNetworkLayerByLayer() throws IOException {
        Path traces = folder.resolve("traces");

        CommandLineRun run = CommandLineRun.of(
                "simulate", SharedData.require("lenet-seed/quant_model.pth"),
                "--requant", SharedData.require("lenet-seed/article_requant.json"),
                "--images", SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                "--count", 2,
                "--trace", traces);

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("\nimage 0: class 7\nimage 1: class 2\n");
        List<String> names = filesIn(traces);
        assertThat(names).hasSize(14);
        for (String name : names) {
            assertThat(traces.resolve(name)).hasSameTextualContentAs(SharedData.require("lenet-seed/expected/" + name));
        }
    }

    @Test
    void sampleReadsMostOfItsDigits() {
        CommandLineRun run = CommandLineRun.of("simulate", SAMPLE, "--images", DIGITS, "--labels", DIGIT_LABELS);

        assertThat(run.err()).isEmpty();
        String accuracy = run.out()
                .lines()
                .filter(line -> line.startsWith("accuracy"))
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(accuracy.split(" ")[1])).isBetween(95.0, 100.0);
    }

    @Test
    void existingLogitsAndTracesAreReplaced() throws IOException {
        Path logits = Files.writeString(folder.resolve("logits.csv"), "1,-2\n3,4\n");
        Path traces = Files.createDirectory(folder.resolve("traces"));
        Files.writeString(traces.resolve("image0_c1.txt"), "old");

        CommandLineRun run = CommandLineRun.of(
                "simulate", SAMPLE, "--images", DIGITS, "--count", 3, "--logits", logits, "--trace", traces);

        assertThat(run.status()).isZero();
        assertThat(Files.readAllLines(logits)).hasSize(3);
        assertThat(Files.readAllLines(traces.resolve("image0_c1.txt"))).hasSize(1 + 6 * 28 * 28);
        assertThat(filesIn(traces)).hasSize(3 * 7);
    }

    @Test
    void filesOfTheUserAreNotTouched() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "my notes\n");
        Path work = Files.createDirectory(folder.resolve("work"));
        Files.writeString(work.resolve("thesis.tex"), "chapter 1");

        CommandLineRun run = CommandLineRun.of(
                "simulate", SAMPLE, "--images", DIGITS, "--count", 3, "--logits", notes, "--trace", work);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err())
                .contains(notes + ": exists and holds no logits", "holds other files than traces (thesis.tex)");
        assertThat(notes).hasContent("my notes\n");
        assertThat(filesIn(work)).containsExactly("thesis.tex");
    }

    @Test
    void everyWrongOptionIsReportedAtOnce() {
        CommandLineRun run = CommandLineRun.of(
                "simulate", SAMPLE, "--count", "0", "--trace", "t", "--requant", "r", "--multiplier-bits", "99");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("--images is missing; add --images FILE")
                .contains("--count is 0; give an integer from 1 to 2147483647")
                .contains("--multiplier-bits is 99; give an integer from 1 to 31")
                .contains("leave one of them out")
                .contains("--trace writes about");
        assertThat(run.err().lines()).hasSize(5);
    }

    @Test
    void everyWrongFileIsReportedAtOnce() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "3\nseven\n");

        CommandLineRun run = CommandLineRun.of(
                "simulate", folder.resolve("none.pth"),
                "--requant", folder.resolve("none.json"),
                "--images", DIGITS,
                "--labels", labels,
                "--logits", folder.resolve("no/folder/out.csv"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("none.pth", "none.json", "labels.txt", "out.csv: cannot be written");
        assertThat(run.err().lines()).hasSize(4);
        assertThat(filesIn(folder)).containsExactly("labels.txt");
    }

    @Test
    void labelsMustFitImagesAndNetwork() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "3\n10\n");

        CommandLineRun run = CommandLineRun.of("simulate", SAMPLE, "--images", DIGITS, "--labels", labels);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .contains("has 2 labels for 100 images")
                .contains("label 1: is class 10, the network has 10 outputs (0 to 9)");
    }

    @Test
    void countBeyondTheImagesIsRefused() {
        CommandLineRun run = CommandLineRun.of("simulate", SAMPLE, "--images", DIGITS, "--count", 101);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("has 100 images, --count asks for 101; give at most 100");
    }

    @Test
    void accuracyIsCutNotRounded() {
        assertThat(SimulationReport.accuracy(9889, 10_000)).isEqualTo("accuracy 98.89 % (9889 of 10000)");
        assertThat(SimulationReport.accuracy(59_999, 60_000)).isEqualTo("accuracy 99.99 % (59999 of 60000)");
        assertThat(SimulationReport.accuracy(7, 7)).isEqualTo("accuracy 100.00 % (7 of 7)");
        assertThat(SimulationReport.accuracy(2, 3)).isEqualTo("accuracy 66.66 % (2 of 3)");
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
