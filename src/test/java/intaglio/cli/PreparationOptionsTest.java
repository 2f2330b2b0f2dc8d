package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationOptionsTest {

    private static final Path MODEL = Path.of("examples", "lenet.pth");
    private static final Path DIGITS = Path.of("examples", "digits");
    private static final Path LABELS = Path.of("examples", "digits-labels.txt");

    @TempDir
    Path folder;

    @Test
    void simulateShowsImagesAsTold() {
        assertThat(accuracy()).contains("accuracy 100.00 %");
        assertThat(accuracy("--resize", "28x28", "--pad", "0")).contains("accuracy 100.00 %");
        assertThat(accuracy("--invert")).doesNotContain("accuracy 100.00 %").contains("accuracy");
        assertThat(accuracy("--crop", "24", "--pad", "2")).contains("accuracy 100.00 %");
    }

    @Test
    void everyWrongValueIsReportedOnce() {
        CommandLineRun run = CommandLineRun.of(
                "simulate",
                MODEL,
                "--images",
                DIGITS,
                "--resize",
                "0x3",
                "--crop",
                "a",
                "--pad",
                "-1",
                "--channels",
                "rbg",
                "--background",
                "red",
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(5);
        assertThat(run.err())
                .contains(
                        "--resize is 0x3",
                        "--crop is a",
                        "--pad is -1",
                        "--channels is rbg",
                        "--background is red; give white or black");
        assertThat(CommandLineRun.of("compile", MODEL, "--pad", "2").err())
                .contains("--pad prepares calibration images, and there are none");
        assertThat(CommandLineRun.of(
                                "simulate",
                                MODEL,
                                "--images",
                                DIGITS,
                                "--arithmetic",
                                "uint8",
                                "--calibrate",
                                DIGITS,
                                "--calibration-preparation",
                                "pad=2,turn")
                        .err())
                .contains("--calibration-preparation is pad=2,turn; give none, or some of background, channels");
    }

    @Test
    void calibrationImagesArePreparedAlike() {
        CommandLineRun same = uint8("--resize", "24", "--pad", "2");
        assertThat(same.out()).contains("note: calibrated with the images that are measured");
        CommandLineRun other = uint8("--resize", "24", "--pad", "2", "--calibration-preparation", "none");
        assertThat(other.status()).isZero();
        assertThat(other.out()).doesNotContain("note: calibrated");
    }

    @Test
    void negativesOfTheCalibrationImagesAreNoticed() {
        assertThat(uint8("--invert", "--calibration-preparation", "none").out())
                .containsPattern("warning: the images look like negatives of the calibration images: mean brightness"
                        + " 2[0-9]{2}\\.[0-9] against [0-9]{2}\\.[0-9] \\(of 255\\)");
        assertThat(uint8("--invert").out()).doesNotContain("negatives");
    }

    @Test
    void compileWritesDownHowCalibrationImagesWerePrepared() throws IOException {
        Path out = folder.resolve("out");
        assertThat(CommandLineRun.of(
                                "compile",
                                MODEL,
                                "--arithmetic",
                                "uint8",
                                "--calibrate",
                                DIGITS,
                                "--crop",
                                "24",
                                "--pad",
                                "2",
                                "--out",
                                out)
                        .status())
                .isZero();
        assertThat(Files.readString(out.resolve("manifest.json")))
                .contains("\"calibrationPreparation\" : \"crop=24x24,pad=2\"");
    }

    @Test
    void idxImagesOfAnotherSizeArePadded() {
        Path model = SharedData.require("wild/w10-lenet-opset9.onnx");
        Path images = SharedData.require("mnist/t10k-images-idx3-ubyte.gz");
        CommandLineRun refused = CommandLineRun.of("simulate", model, "--images", images, "--count", "9");
        assertThat(refused.err()).contains("1x28x28, the network takes 1x32x32", "--resize 32x32", "--pad 2");
        assertThat(CommandLineRun.of("simulate", model, "--images", images, "--count", "9", "--pad", "2")
                        .status())
                .isZero();
    }

    private static CommandLineRun uint8(Object... more) {
        return run(more, "--arithmetic", "uint8", "--calibrate", DIGITS);
    }

    private static String accuracy(Object... more) {
        return run(more).out();
    }

    private static CommandLineRun run(Object[] more, Object... others) {
        Object[] words = {"simulate", MODEL, "--images", DIGITS, "--labels", LABELS};
        return CommandLineRun.of(
                Stream.of(words, others, more).flatMap(Arrays::stream).toArray());
    }
}
