package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.golden.Logits;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateVerbTest {

    private static final Path SAMPLE = Path.of("examples/lenet.pth");
    private static final Path DIGITS = Path.of("examples/digits");
    private static final Path LABELS = Path.of("examples/digits-labels.txt");

    @TempDir
    Path folder;

    private static CommandLineRun evaluate(Object... options) {
        Object[] first = {"evaluate", SAMPLE, "--images", DIGITS, "--labels", LABELS};
        return CommandLineRun.of(Stream.of(first, options).flatMap(Stream::of).toArray());
    }

    private static List<String> networks(CommandLineRun run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        return run.out()
                .lines()
                .dropWhile(line -> !line.startsWith("network "))
                .skip(1)
                .takeWhile(line -> line.matches("(float|wide|uint8).*"))
                .map(line -> line.split(" {2,}")[0])
                .toList();
    }

    @Test
    void whatIsMeasuredFollowsTheOptions() {
        assertThat(networks(evaluate())).containsExactly("float", "wide");
        assertThat(networks(evaluate("--calibrate", DIGITS)))
                .containsExactly("float", "wide", "uint8 per tensor", "uint8 per channel");
        assertThat(networks(evaluate("--calibrate", DIGITS, "--per-channel")))
                .containsExactly("float", "wide", "uint8 per channel");
        assertThat(networks(evaluate("--calibrate", DIGITS, "--arithmetic", "uint8")))
                .containsExactly("float", "uint8 per tensor", "uint8 per channel");
        assertThat(networks(evaluate("--arithmetic", "wide"))).containsExactly("float", "wide");
    }

    @Test
    @Tag("slow")
    void everyCalibratorIsARow() {
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                SAMPLE,
                "--images",
                DIGITS,
                "--count",
                30,
                "--calibrate",
                DIGITS,
                "--calibrator",
                "all",
                "--arithmetic",
                "uint8",
                "--calibration-count",
                20);
        assertThat(networks(run))
                .hasSize(13)
                .startsWith("float", "uint8 per tensor, minmax")
                .endsWith("uint8 per channel, histogram");
        assertThat(run.out())
                .containsPattern("uint8 per tensor: the best on the calibration images is \\S+\n")
                .contains("layers: with one --calibrator");
    }

    /** Slow because speed is measured in passes of a fifth of a second. */
    @Test
    @Tag("slow")
    void jsonHoldsTheSameNumbersAndSpeedApart() throws IOException {
        Path plain = folder.resolve("plain.json");
        Path fast = folder.resolve("fast.json");
        CommandLineRun run = evaluate("--calibrate", DIGITS, "--calibration-count", 50, "--json", plain);
        evaluate("--calibrate", DIGITS, "--calibration-count", 50, "--json", fast, "--speed");
        JsonNode expected = new ObjectMapper().readTree(plain.toFile());
        ObjectNode found = (ObjectNode) new ObjectMapper().readTree(fast.toFile());
        assertThat(found.get("speed").get("float").asLong()).isPositive();
        assertThat(found.get("speed").get("variants")).hasSize(3);
        found.remove("speed");
        assertThat(found).isEqualTo(expected);
        assertThat(run.out()).doesNotContain("images/s").endsWith("written: " + plain + "\n");
        for (JsonNode variant : expected.get("variants")) {
            String line = run.out()
                    .lines()
                    .filter(text -> text.startsWith(variant.get("name").asText() + "  "))
                    .findFirst()
                    .orElseThrow();
            assertThat(line)
                    .contains(
                            " " + variant.get("bytes").asLong() + " ",
                            String.format(
                                    Locale.ROOT,
                                    "%.2f dB",
                                    variant.get("logitSqnr").asDouble()),
                            variant.get("correct").asInt() + ".00 %");
            assertThat(variant.get("layers")).hasSize(7);
        }
        String again = Files.readString(plain);
        evaluate("--calibrate", DIGITS, "--calibration-count", 50, "--json", plain);
        assertThat(plain).hasContent(again);
    }

    /** The accuracy is the one of simulate. */
    @Test
    void agreesWithSimulate() {
        for (String option : new String[] {"--weight-bits", "--multiplier-bits"}) {
            CommandLineRun simulated = CommandLineRun.of(
                    "simulate",
                    SAMPLE,
                    "--images",
                    DIGITS,
                    "--labels",
                    LABELS,
                    "--arithmetic",
                    "uint8",
                    "--per-channel",
                    "--calibrate",
                    DIGITS,
                    option,
                    3);
            CommandLineRun evaluated =
                    evaluate("--arithmetic", "uint8", "--per-channel", "--calibrate", DIGITS, option, 3);
            String accuracy = simulated
                    .out()
                    .lines()
                    .filter(line -> line.startsWith("accuracy"))
                    .findFirst()
                    .orElseThrow()
                    .split(" ")[1];
            assertThat(evaluated.out()).containsPattern("\nuint8 per channel +" + accuracy + " %");
            assertThat(evaluated.out().contains("differ from their real scales"))
                    .isEqualTo(option.startsWith("--m"));
        }
    }

    @Test
    void aLayerIsExplained() {
        CommandLineRun run = evaluate("--calibrate", DIGITS, "--explain", "c3", "--multiplier-bits", 9);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "\nc3 of wide: convolution, 6x14x14 to 16x10x10, kernel 5x5",
                        "\nc3 of uint8 per tensor: ",
                        "\nc3 of uint8 per channel: ",
                        "proved for every image",
                        "requantization: M / 2^s is ",
                        "requantization: up to 1 step from the real scale; first for accumulator",
                        "dead: ",
                        "weights: ",
                        "accumulator = b + sum of 150 products");
        CommandLineRun pool = evaluate("--explain", "s2");
        assertThat(pool.out())
                .contains("\ns2 of wide: ", "y = ", "of the 4 values of the window")
                .doesNotContain("requantization:");
    }

    /** Each arithmetic has its own standard; a given one is for both. */
    @Test
    void roundingIsThatOfTheOtherVerbs() {
        CommandLineRun run = evaluate("--calibrate", DIGITS, "--per-channel", "--explain", "c3");
        assertThat(run.out())
                .containsPattern("requantized = \\(accumulator \\* \\d+ >> \\d+\\)\n")
                .containsPattern("requantized = clamp\\(\\(accumulator \\* M \\+ 2\\^\\d+ >> \\d+\\), 0, 255\\)\n");
        CommandLineRun even =
                evaluate("--calibrate", DIGITS, "--per-channel", "--explain", "c3", "--rounding", "half-even");
        assertThat(even.out().lines().filter(line -> line.contains(", half-even)")))
                .hasSize(2);
    }

    @Test
    void unknownLayersAreRefusedWithTheList() {
        CommandLineRun run = evaluate("--explain", "c4");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("intaglio: error: command line: --explain names the layer 'c4', the network "
                        + "has c1, s2, c3, s4, c5, f6, output; give one of these\n");
    }

    @Test
    void everyWrongFileIsReportedAtOnce() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.json"), "{ \"mine\": 1 }\n");
        Path labels = Files.writeString(folder.resolve("labels.txt"), "3\n7\n");
        CommandLineRun run = CommandLineRun.of(
                "evaluate", SAMPLE, "--images", DIGITS, "--labels", labels, "--json", notes, "--explain", "nothing");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err().lines()).hasSize(3);
        assertThat(run.err())
                .contains(
                        notes + ": exists and holds no evaluation",
                        "has 2 labels for 100 images",
                        "--explain names the layer 'nothing'");
        assertThat(notes).hasContent("{ \"mine\": 1 }\n");
        CommandLineRun missing = CommandLineRun.of(
                "evaluate",
                folder.resolve("none.onnx"),
                "--images",
                DIGITS,
                "--json",
                folder.resolve("no/folder.json"));
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.err()).contains("none.onnx", "cannot be written: there is no folder");
    }

    @Test
    void wrongOptionsAreReportedAtOnce() {
        CommandLineRun run =
                CommandLineRun.of("evaluate", SAMPLE, "--count", 0, "--arithmetic", "wide", "--calibrate", DIGITS);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("--images is missing", "--count is 0", "--calibrate is an option of the arithmetic uint8");
        CommandLineRun bits = evaluate("--weight-bits", 4);
        assertThat(bits.status()).isEqualTo(2);
        assertThat(bits.err()).contains("--weight-bits is an option of the arithmetic uint8");
    }

    @Test
    void imagesOfAnotherShapeAreRefused() throws IOException {
        Path file = folder.resolve("five");
        byte[] header = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 7};
        byte[] idx = new byte[header.length + 35];
        System.arraycopy(header, 0, idx, 0, header.length);
        Files.write(file, idx);
        CommandLineRun run = CommandLineRun.of("evaluate", SAMPLE, "--images", file);
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("five", "28");
    }

    @Test
    void calibratingWithTheImagesMeasuredIsNoted() {
        assertThat(evaluate("--calibrate", DIGITS).out())
                .contains("note: calibrated with the images that are measured");
        assertThat(evaluate().out()).doesNotContain("note:");
    }

    /** The article's checkpoint holds integers; the float network is what they stand for. */
    @Test
    void givenMultipliersAreMeasuredAgainstTheRealWeightsTheyStandFor() {
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                SharedData.require("lenet-seed/quant_model.pth"),
                "--requant",
                SharedData.require("lenet-seed/article_requant.json"),
                "--images",
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                "--labels",
                SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"),
                "--count",
                1000);
        assertThat(networks(run)).containsExactly("float", "wide, given");
        assertThat(run.out()).contains("note: the checkpoint holds integers");
    }

    @Test
    void aPathThroughAMissingFolderIsFoundBeforeTheWork() {
        Path json = folder.resolve("missing").resolve("..").resolve("x.json");
        CommandLineRun run = CommandLineRun.of("evaluate", SAMPLE, "--images", "examples/digits", "--json", json);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("x.json: cannot be written: there is no folder ");
    }

    /** Batch normalizations folded by the exporter and by us: the same class for every one of the 10,000 images. */
    @Test
    @Tag("slow")
    void batchNormalizedLenetFromOnnxAndFromPth() throws IOException {
        for (String perChannel : new String[] {"", "--per-channel"}) {
            Path onnx = logits("onnx", SharedData.require("lenet-bn-max/lenet-mnist-max-bn-relu.onnx"), perChannel);
            Path pth = logits(
                    "pth",
                    SharedData.require("lenet-bn-max/lenet-mnist-max-bn-relu.pth"),
                    perChannel,
                    "--network",
                    "examples/lenet-batchnorm.json");
            assertThat(classes(onnx)).hasSize(10_000).isEqualTo(classes(pth));
        }
    }

    private Path logits(String name, Path model, String perChannel, Object... more) {
        Path logits = folder.resolve(name + perChannel);
        Object[] words = {
            "simulate",
            model,
            "--arithmetic",
            "uint8",
            "--calibrate",
            SharedData.require("mnist/train-images-idx3-ubyte.gz"),
            "--images",
            SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
            "--labels",
            SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"),
            "--logits",
            logits
        };
        Object[] channel = perChannel.isEmpty() ? new Object[0] : new Object[] {perChannel};
        CommandLineRun run = CommandLineRun.of(
                Stream.of(words, channel, more).flatMap(Stream::of).toArray());
        assertThat(run.err()).isEmpty();
        String accuracy = run.out()
                .lines()
                .filter(line -> line.startsWith("accuracy"))
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(accuracy.split(" ")[1])).isGreaterThanOrEqualTo(99.1);
        return logits;
    }

    private static List<Integer> classes(Path logits) throws IOException {
        return Files.readAllLines(logits).stream()
                .map(line -> {
                    long[] row = Stream.of(line.split(","))
                            .mapToLong(Long::parseLong)
                            .toArray();
                    return Logits.argmax(row);
                })
                .toList();
    }
}
