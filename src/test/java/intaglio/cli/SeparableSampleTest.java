package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.testing.SharedData;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second sample: no LeNet, and calibrated with the pictures that lie beside it. */
class SeparableSampleTest {

    private static final Object[] MODEL = {
        "examples/separable.onnx", "--arithmetic", "uint8", "--per-channel", "--calibrate", "examples/digits"
    };

    @TempDir
    Path folder;

    @Test
    void poolsHaveEnginesWithoutMultipliers() {
        CommandLineRun run = run("compile", "--multipliers", 40, "--out", folder.resolve("out"));

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .containsPattern("d2_0 +\\d+ +\\d+ +\\d+\\.\\d\\d %\n")
                .containsPattern("pool +0 +\\d+ +-\n")
                .containsPattern("pool_2 +0 +\\d+ +-\n");
    }

    @Test
    void readsOurDigits() {
        CommandLineRun run = run("simulate", "--images", "examples/digits", "--labels", "examples/digits-labels.txt");

        assertThat(run.out()).contains("accuracy 100.00 % (100 of 100)");
    }

    @Test
    void losesNothingOnMnist() {
        CommandLineRun run = run(
                "simulate",
                "--images",
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                "--labels",
                SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"));

        String accuracy = run.out()
                .lines()
                .filter(line -> line.startsWith("accuracy"))
                .findFirst()
                .orElseThrow();
        // The float network: 98.34 %.
        assertThat(Double.parseDouble(accuracy.split(" ")[1])).isGreaterThanOrEqualTo(98.24);
    }

    @Test
    @Tag("rtl")
    void itsVerilogIsEqual() {
        Path out = folder.resolve("out");
        run("compile", "--multipliers", 40, "--out", out);

        CommandLineRun run = CommandLineRun.of(
                "verify", out, "--images", "examples/digits", "--frames", 20, "--work", folder.resolve("work"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains(" 0 mismatches\n");
        assertThat(run.status()).isZero();
    }

    private static CommandLineRun run(String verb, Object... more) {
        return CommandLineRun.of(
                Stream.of(new Object[] {verb}, MODEL, more).flatMap(Stream::of).toArray());
    }
}
