package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(run.out()).containsPattern("all +2,482 +148,512\n").contains("groups", "ReLU6", "assumed: pixels as");
    }

    @Test
    void asksForImagesWhereTheFileHasNoGraph() {
        CommandLineRun run = CommandLineRun.of("inspect", LENET);
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("c1: conv2d 6x1x5x5\n").contains("--images FILE --labels FILE finds them");
    }

    /** The sample has ReLU behind c1 and c3 only and pixels of 0..1; 100 digits do not tell its pools apart. */
    @Test
    @Tag("slow")
    void findsTheSampleAndWritesItsNetworkFile() throws IOException {
        Path file = folder.resolve("net.json");
        CommandLineRun run =
                CommandLineRun.of("inspect", LENET, "--images", DIGITS, "--labels", LABELS, "--write", file);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("100\\.00 % +0\\.0[0-9]+ > ReLU behind c1, c3; no activation behind c5, f6; "
                + "2x2 (average|maximum) pool behind c1, c3; padding 2 in c1; p/255\n");
        assertThat(CommandLineRun.of("simulate", LENET, "--network", file, "--images", DIGITS, "--labels", LABELS).out())
                .contains("assumed: found by inspect: 100.00 % of 100 labelled images", "accuracy 100.00 %");
        String written = Files.readString(file);
        CommandLineRun again =
                CommandLineRun.of("inspect", LENET, "--images", DIGITS, "--labels", LABELS, "--write", file);
        assertThat(again.status()).isEqualTo(3);
        assertThat(again.err()).contains("net.json: is there already");
        assertThat(Files.readString(file)).isEqualTo(written);
    }

    @Test
    void findsTheInputOfAModelWithAGraph() {
        CommandLineRun run = CommandLineRun.of("inspect", SEPARABLE, "--images", DIGITS, "--labels", LABELS);
        assertThat(run.out()).contains("16 hypotheses on 100 images, by accuracy", "> p/255\n",
                "options for this input: none");
        assertThat(CommandLineRun.of("inspect", SEPARABLE, "--images", DIGITS, "--labels", LABELS, "--invert", "--mean",
                "0.5").out()).contains("1 hypotheses on 100 images", "nothing found: the best is right for");
    }

    @Test
    void withoutLabelsItIsAGuess() {
        assertThat(CommandLineRun.of("inspect", SEPARABLE, "--images", DIGITS).out())
                .contains("by the mean confidence of the softmax. Without labels this is a guess");
    }

    @Test
    @Tag("slow")
    void activationsThatAreNotSupportedAreNamed() {
        Path model = SharedData.require("wild/w13-lenet-tanh.pth");
        Path file = folder.resolve("net.json");
        CommandLineRun run = CommandLineRun.of("inspect", model, "--images", DIGITS, "--labels", LABELS, "--write", file);
        assertThat(run.out()).contains("> tanh", "2x2 average pool behind conv1, conv2; p/255");
        assertThat(run.out() + run.err()).contains("note: tanh is not supported yet", "not written: tanh is not");
        assertThat(file).doesNotExist();
    }

    @Test
    void mistakesAreNamed() {
        assertThat(CommandLineRun.of("inspect", LENET, "--write", folder.resolve("a.json"), "--labels", LABELS).err())
                .contains("--write writes what images show, and there are none", "--labels are for images");
        assertThat(CommandLineRun.of("inspect", LENET, "--images", DIGITS, "--labels", LABELS, "--count", "101").err())
                .contains("has 100 images, --count asks for 101");
        assertThat(CommandLineRun.of("inspect", SEPARABLE, "--images", DIGITS, "--write", folder.resolve("a.json")).err())
                .contains("has its own graph");
        Path branches = SharedData.require("wild/w38-lenet-branch.pth");
        assertThat(CommandLineRun.of("inspect", branches, "--images", DIGITS, "--labels", LABELS).err())
                .contains("c2_2.0: takes 6 channels, but c2_1.0 before it gives 16: the layers are no sequence");
    }

    @Test
    void labelsThatContradictTheInputAreAWarning() {
        CommandLineRun told = CommandLineRun.of("simulate", LENET, "--images", DIGITS, "--labels", LABELS, "--invert");
        assertThat(told.out()).containsPattern("warning: the images do not look like those of the training: of the first"
                + " 100 the float network has [0-9.]+ % right as it is told, and 100.00 % with p/255; leave the options"
                + " that prepare images out");
        assertThat(CommandLineRun.of("evaluate", LENET, "--images", DIGITS, "--labels", LABELS, "--mean", "0.5", "--std",
                "0.1").out()).contains("100.00 % with p/255; leave the options for the input out");
        assertThat(CommandLineRun.of("simulate", LENET, "--images", DIGITS, "--labels", LABELS).out())
                .doesNotContain("warning");
        Path normalized = SharedData.require("wild/w02-lenet-norm.onnx");
        CommandLineRun run = CommandLineRun.of("simulate", normalized, "--images", DIGITS, "--labels", LABELS);
        assertThat(run.out()).contains("give --pixels 0..1 --mean 0.1307 --std 0.3081");
        assertThat(CommandLineRun.of("simulate", normalized, "--images", DIGITS, "--labels", LABELS, "--pixels", "0..1",
                "--mean", "0.1307", "--std", "0.3081").out()).doesNotContain("warning");
    }
}
