package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageReader;
import intaglio.export.WeightFiles;
import intaglio.golden.GoldenModel;
import intaglio.graph.IntegerModel;
import intaglio.testing.SeedLenet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that comes quantized, at the command line: the sample network as onnxruntime's quantizer writes it. */
class QuantizedModelTest {

    private static final Path MODEL = Path.of("examples/lenet-qdq.onnx");
    private static final Path DIGITS = Path.of("examples/digits");

    @TempDir
    Path folder;

    @Test
    void simulatesWithoutAnyOption() {
        CommandLineRun run =
                CommandLineRun.of("simulate", MODEL, "--images", DIGITS, "--labels", "examples/digits-labels.txt");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("accuracy 100.00 % (100 of 100)")
                .contains("note: " + MODEL
                        + ": node '/output/Gemm' (Gemm): the output's bytes (scale 0.049947865, zero point 84) are left out,"
                        + " logits are its sums");
    }

    @Test
    void compilesAndSaysWhatItHas() {
        CommandLineRun run = CommandLineRun.of("compile", MODEL, "--out", folder.resolve("rtl"));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("c1 +8 bits +6 +7\\.9453e-03 +0 +<= \\d+ >> \\d+ +\\d+ bits");
        assertThat(run.out()).containsPattern("f6 +8 bits +84 +\\S+ +\\d+ +<= \\d+ >> \\d+ +\\d+ bits");
        assertThat(folder.resolve("rtl/rtl")).isDirectory();
    }

    @Test
    void narrowMultipliersAreReported() {
        CommandLineRun run = CommandLineRun.of("simulate", MODEL, "--images", DIGITS, "--multiplier-bits", 4);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("note: c1 differs from its real scale by up to ");
    }

    /** The exported files alone give the same logits. */
    @Test
    void exportedFilesAreTheNetworkThatIsSimulated() {
        Path weights = folder.resolve("weights");
        Path logits = folder.resolve("logits.csv");
        CommandLineRun export = CommandLineRun.of("export", MODEL, "--out", weights);
        CommandLineRun simulate = CommandLineRun.of("simulate", MODEL, "--images", DIGITS, "--logits", logits);
        assertThat(export.err() + simulate.err()).isEmpty();
        IntegerModel model = WeightFiles.read(weights, SeedLenet.network());
        long[][] expected = new GoldenModel(model)
                .logits(ImageReader.read(DIGITS, model.network().input(), 100), 0, 100);
        assertThat(logits)
                .hasContent(Arrays.stream(expected)
                        .map(row -> Arrays.stream(row).mapToObj(Long::toString).collect(Collectors.joining(",")))
                        .collect(Collectors.joining("\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--arithmetic wide", "--arithmetic uint8 --calibrate examples/digits --weight-bits 4"})
    void refusesOptionsThatQuantize(String options) {
        List<String> words = List.of(options.split(" "));
        CommandLineRun run = CommandLineRun.of(
                Stream.concat(List.of("export", MODEL, "--out", folder.resolve("o")).stream(), words.stream())
                        .toArray());
        assertThat(run.status()).isEqualTo(3);
        String names = words.stream().filter(word -> word.startsWith("--")).collect(Collectors.joining(", "));
        assertThat(run.err())
                .isEqualTo("intaglio: error: command line: " + names + ": " + MODEL + " comes quantized"
                        + " (QuantizeLinear, DequantizeLinear) and keeps its scales; leave "
                        + (names.contains(",") ? "them" : "it") + " out, or give the float model\n");
        assertThat(folder.resolve("o")).doesNotExist();
    }

    @Test
    void anotherInputScaleIsRefusedUnlessTheBytesAreSaidToBeQuantized() throws IOException {
        // Pixels that were normalized with mean 0.13 and standard deviation 0.31 would have this scale.
        Path model = withInputScale(0.0127f);
        CommandLineRun refused = CommandLineRun.of("simulate", model, "--images", DIGITS);
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err())
                .contains(
                        "its input is quantized with scale 0.0127 and zero point 0 (of uint8): byte"
                                + " 1 of an image, which stands for p/255 = 0.00392157, becomes 0, so the bytes of an image are not its"
                                + " input; if the network was trained on normalized pixels, give its --mean and --std (here about 0.0000"
                                + " and 0.3088); or add --quantized-input, with which byte p stands for 0.0127 * (p - 0), 0.0000..3.2385");
        CommandLineRun normalized = CommandLineRun.of("simulate", model, "--images", DIGITS, "--std", "0.3088");
        assertThat(normalized.err()).isEmpty();
        CommandLineRun taken = CommandLineRun.of("simulate", model, "--images", DIGITS, "--quantized-input");
        assertThat(taken.err()).isEmpty();
        assertThat(taken.out())
                .contains("note: byte p of an image stands for 0.0127 * (p - 0), 0.0000..3.2385, not" + " for p/255");
    }

    @Test
    void pixelsUpTo255AreTaken() throws IOException {
        CommandLineRun run = CommandLineRun.of("simulate", withInputScale(1), "--images", DIGITS);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("note: byte p of an image stands for 1.0 * (p - 0), 0.0000..255.0000, not for");
    }

    /** The float network reads the bytes as the integer one does: otherwise nothing would be alike. */
    @Test
    void isEvaluatedAgainstItsRealWeights() throws IOException {
        for (Path model : List.of(MODEL, withInputScale(0.002f))) {
            CommandLineRun run = CommandLineRun.of(
                    "evaluate",
                    model,
                    "--images",
                    DIGITS,
                    "--quantized-input",
                    "--labels",
                    "examples/digits-labels.txt",
                    "--explain",
                    "output");
            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .contains(
                            "note: the model comes quantized",
                            "output of uint8, given: dense",
                            "requantization: to one unit for all channels, no bytes; M / 2^s is up to ");
            Matcher ratio = Pattern.compile("uint8, given .* (\\d+\\.\\d+) dB").matcher(run.out());
            assertThat(ratio.find()).isTrue();
            assertThat(Double.parseDouble(ratio.group(1))).isGreaterThan(25);
        }
    }

    @Test
    void modelsOfFloatsHaveNoQuantizedInput() {
        CommandLineRun run =
                CommandLineRun.of("simulate", "examples/lenet.onnx", "--images", DIGITS, "--quantized-input");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .contains("--quantized-input is for models that come quantized, examples/lenet.onnx has"
                        + " no QuantizeLinear; leave it out");
    }

    /** The sample with another number in place of the scale of its image, 1/255. */
    private Path withInputScale(float scale) throws IOException {
        byte[] bytes = Files.readAllBytes(MODEL);
        ByteBuffer model = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float old = 1 / 255f;
        int replaced = 0;
        for (int i = 0; i + 4 <= bytes.length; i++) {
            if (model.getFloat(i) == old) {
                model.putFloat(i, scale);
                replaced++;
            }
        }
        assertThat(replaced).isEqualTo(1);
        return Files.write(folder.resolve("scaled.onnx"), bytes);
    }
}
