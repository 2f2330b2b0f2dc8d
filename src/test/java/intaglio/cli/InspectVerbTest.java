package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectVerbTest {

    private static final Path LENET = Path.of("examples", "lenet.pth");
    private static final Path SEPARABLE = Path.of("examples", "separable.onnx");
    private static final Path DIGITS = Path.of("examples", "digits");
    private static final Path LABELS = Path.of("examples", "digits-labels.txt");

    @TempDir
    Path folder;

    @Test
    void showsTheLayersOfAModel() {
        CommandLineRun run = CommandLineRun.of("inspect", SEPARABLE);
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .containsPattern("all +2,482 +148,512\n")
                .contains("groups", "ReLU6", "assumed: pixels as");
    }

    @Test
    void guessesWithoutImagesAndSaysSo() throws IOException {
        Path file = folder.resolve("net.json");
        CommandLineRun run = CommandLineRun.of("inspect", LENET, "--write", file);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "5x5, 6x1x5x5",
                        "padding 2, stride 1, ReLU",
                        "a guess, for images of 1x28x28: the file does not",
                        "--images FILE --labels FILE finds them",
                        "written: ");
        assertThat(Files.readString(file)).contains("guessed by inspect, from the shapes of the tensors alone");
        assertThat(CommandLineRun.of("simulate", LENET, "--network", file, "--images", DIGITS)
                        .status())
                .isZero();
    }

    /** The sample has ReLU behind c1 and c3 only and pixels of 0..1; 100 digits do not tell its pools apart. */
    @Test
    @Tag("slow")
    void findsTheSampleAndWritesItsNetworkFile() throws IOException {
        Path file = folder.resolve("net.json");
        CommandLineRun run = measured("inspect", LENET, "--write", file);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("100\\.00 % +0\\.0[0-9]+ > ReLU behind c1, c3; no activation behind c5,"
                        + " f6; 2x2 (average|maximum) pool behind c1, c3; padding 2 in c1; p/255\n");
        assertThat(measured("simulate", LENET, "--network", file).out())
                .contains("assumed: found by inspect: 100.00 % of 100 labelled images", "accuracy 100.00 %");
        String written = Files.readString(file);
        CommandLineRun again = measured("inspect", LENET, "--write", file);
        assertThat(again.status()).isEqualTo(3);
        assertThat(again.err()).contains("net.json: is there already");
        assertThat(Files.readString(file)).isEqualTo(written);
    }

    @Test
    void findsTheInputOfAModelWithAGraph() {
        CommandLineRun run = measured("inspect", SEPARABLE);
        assertThat(run.out())
                .contains("16 hypotheses on 100 images, by accuracy", "> p/255\n", "options for this input: none");
        assertThat(measured("inspect", SEPARABLE, "--invert", "--mean", "0.5").out())
                .contains("1 hypotheses on 100 images", "nothing found: the best is right for");
    }

    @Test
    void withoutLabelsItIsAGuess() {
        assertThat(CommandLineRun.of("inspect", SEPARABLE, "--images", DIGITS).out())
                .contains("by the mean confidence of the softmax. Without labels this is a guess");
    }

    @Test
    @Tag("slow")
    void writesFunctionsThatAreTables() throws IOException {
        Path model = SharedData.require("wild/w13-lenet-tanh.pth");
        Path images = SharedData.require("mnist/t10k-images-idx3-ubyte.gz");
        Path labels = SharedData.require("mnist/t10k-labels-idx1-ubyte.gz");
        Path file = folder.resolve("net.json");
        CommandLineRun run =
                CommandLineRun.of("inspect", model, "--images", images, "--labels", labels, "--write", file);
        assertThat(run.out())
                .contains("> tanh; 2x2 average pool behind conv1, conv2; p/255\n", "options for this input: none");
        CommandLineRun simulated = CommandLineRun.of(
                "simulate", model, "--network", file, "--images", images, "--labels", labels, "--count", "2000");
        assertThat(simulated.out()).containsPattern("accuracy 9[78]\\.[0-9]+ %");
    }

    @Test
    void mistakesAreNamed() {
        assertThat(CommandLineRun.of(
                                "inspect",
                                LENET,
                                "--write",
                                folder.resolve("a.json"),
                                "--network",
                                "b.json",
                                "--labels",
                                LABELS)
                        .err())
                .contains("--write makes a network file, --network gives one", "--labels are for images");
        assertThat(measured("inspect", LENET, "--count", "101").err()).contains("has 100 images, --count asks for 101");
        assertThat(measured("inspect", SEPARABLE, "--write", folder.resolve("a.json"))
                        .err())
                .contains("has its own graph");
        Path branches = SharedData.require("wild/w38-lenet-branch.pth");
        assertThat(measured("inspect", branches).err())
                .contains("c2_2.0: takes 6 channels, but c2_1.0 before it gives 16: the layers are no sequence");
    }

    @Test
    void labelsThatContradictTheInputAreAWarning() {
        CommandLineRun told = measured("simulate", LENET, "--invert");
        assertThat(told.out())
                .containsPattern("warning: the images do not look like those of the training: of the"
                        + " first 100 the float network has [0-9.]+ % right as it is told, and 100.00 % with p/255; leave the"
                        + " options that prepare images out");
        assertThat(measured("evaluate", LENET, "--mean", "0.5", "--std", "0.1").out())
                .contains("100.00 % with p/255; leave the options for the input out");
        assertThat(measured("simulate", LENET).out()).doesNotContain("warning");
        Path normalized = SharedData.require("wild/w02-lenet-norm.onnx");
        CommandLineRun run = measured("simulate", normalized);
        assertThat(run.out()).contains("give --pixels 0..1 --mean 0.1307 --std 0.3081");
        assertThat(measured("simulate", normalized, "--pixels", "0..1", "--mean", "0.1307", "--std", "0.3081")
                        .out())
                .doesNotContain("warning");
    }

    /** A verb on the sample digits. */
    private static CommandLineRun measured(Object... words) {
        Object[] images = {"--images", DIGITS, "--labels", LABELS};
        return CommandLineRun.of(
                Stream.of(words, images).flatMap(Arrays::stream).toArray());
    }
}
