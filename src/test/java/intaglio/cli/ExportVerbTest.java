package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.export.onnx.OnnxExport;
import intaglio.frontend.ModelReader;
import intaglio.graph.IntegerModel;
import intaglio.quant.WideQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportVerbTest {

    private static final Path SAMPLE = Path.of("examples/lenet.pth");

    /** What a state_dict of the sample does not say. */
    private static final String ASSUMED = """
            assumed: graph of LeNet-5: ReLU behind c1 and c3 only, 2x2 average pools, padding 2 in c1 (a state_dict does \
            not say)
            assumed: pixels as p/255, no normalization (the file does not say; give --mean, --std or --pixels if the \
            network was trained otherwise)
            """;

    @TempDir
    Path folder;

    @Test
    void writesThreeFilesForEveryLayerWithWeights() throws IOException {
        Path out = folder.resolve("weights");

        CommandLineRun run = CommandLineRun.of("export", SAMPLE, "--out", out);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(ASSUMED + "15 files in " + out + "\n");
        assertThat(out.resolve("c3.weight.txt")).content().startsWith("# shape 16x6x5x5\n");
        assertThat(Files.readAllLines(out.resolve("c3.weight.txt"))).hasSize(1 + 16 * 6 * 5 * 5);
    }

    @Test
    void headerCanBeLeftOut() throws IOException {
        Path out = folder.resolve("weights");

        assertThat(CommandLineRun.of("export", SAMPLE, "--out", out, "--no-header")
                        .status())
                .isZero();
        assertThat(Files.readAllLines(out.resolve("c3.weight.txt"))).hasSize(16 * 6 * 5 * 5);
    }

    @Test
    void secondRunIntoTheSameFolderIsRefused() {
        Path out = folder.resolve("weights");
        CommandLineRun.of("export", SAMPLE, "--out", out);

        CommandLineRun run = CommandLineRun.of("export", SAMPLE, "--out", out);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("c1.weight.txt");
    }

    @Test
    void graphOfIntegerOperatorsIsOneFile() throws IOException {
        Path out = folder.resolve("graph");

        CommandLineRun run = CommandLineRun.of("export", SAMPLE, "--format", "onnx", "--out", out);

        Path file = out.resolve("lenet-integer.onnx");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(ASSUMED + "written: " + file + "\n");
        IntegerModel model =
                WideQuantizer.quantize(ModelReader.read(SAMPLE, null), 8).model();
        assertThat(file).hasBinaryContent(OnnxExport.bytes(model));

        CommandLineRun second = CommandLineRun.of("export", SAMPLE, "--format", "onnx", "--out", out);
        assertThat(second.status()).isEqualTo(3);
        assertThat(second.err()).contains("lenet-integer.onnx: exists already");
    }

    @Test
    void formatIsOneOfThree() {
        Path out = folder.resolve("graph");

        CommandLineRun unknown = CommandLineRun.of("export", SAMPLE, "--format", "onxn", "--out", out);
        CommandLineRun header = CommandLineRun.of("export", SAMPLE, "--format", "onnx", "--no-header", "--out", out);

        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("--format is 'onxn'; give 'text', 'onnx' or 'qdq'");
        assertThat(header.status()).isEqualTo(2);
        assertThat(header.err()).contains("--no-header is for text files");
        assertThat(out).doesNotExist();
    }

    @Test
    void quantizedGraphIsReadAgain() throws IOException {
        Path digits = Path.of("examples", "digits");
        Path out = folder.resolve("graph");
        CommandLineRun wide = CommandLineRun.of("export", SAMPLE, "--format", "qdq", "--out", out);
        assertThat(wide.status()).isEqualTo(3);
        assertThat(wide.err()).contains("--format qdq is for uint8 activations");
        CommandLineRun run = CommandLineRun.of(
                "export", SAMPLE, "--format", "qdq", "--out", out, "--arithmetic", "uint8", "--calibrate", digits);
        Path file = out.resolve("lenet-qdq.onnx");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("written: " + file + "\n");
        CommandLineRun read = CommandLineRun.of("simulate", file, "--images", digits);
        assertThat(read.err()).isEmpty();
        assertThat(read.status()).isZero();
    }

    @Test
    void outIsNeeded() {
        CommandLineRun run = CommandLineRun.of("export", "--no-headr");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("'export' has no option --no-headr; did you mean --no-header?")
                .contains("MODEL is missing");
    }
}
