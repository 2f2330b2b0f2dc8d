package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageReader;
import intaglio.export.WeightFiles;
import intaglio.golden.GoldenModel;
import intaglio.graph.IntegerModel;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --arithmetic uint8} on the sample network and on the article's. */
class Uint8OptionsTest {

    private static final Path SAMPLE = Path.of("examples/lenet.pth");
    private static final Path DIGITS = Path.of("examples/digits");
    private static final Path LABELS = Path.of("examples/digits-labels.txt");

    @TempDir
    Path folder;

    private static String accuracy(CommandLineRun run) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith("accuracy"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sampleKeepsItsAccuracyAndSaysWhatItWasCalibratedWith() {
        CommandLineRun run = CommandLineRun.of(
                "simulate",
                SAMPLE,
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS,
                "--images",
                DIGITS,
                "--labels",
                LABELS,
                "--per-channel");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("note: calibrated with the images that are measured");
        assertThat(Double.parseDouble(accuracy(run).split(" ")[1])).isBetween(95.0, 100.0);
    }

    @Test
    void roundingsAreChosenByName() throws IOException {
        for (String arithmetic : List.of("wide", "uint8")) {
            for (String name : List.of("floor", "half-up", "half-even", "half-away")) {
                Path out = folder.resolve(arithmetic + name);
                List<Object> calibrate = arithmetic.equals("wide") ? List.of() : List.of("--calibrate", DIGITS);
                CommandLineRun run = CommandLineRun.of(join(
                        List.of("export", SAMPLE, "--out", out, "--arithmetic", arithmetic, "--rounding", name),
                        calibrate));
                assertThat(run.err()).isEmpty();
                assertThat(WeightFiles.read(out, SeedLenet.network())
                                .parameters()
                                .values())
                        .allMatch(one -> one.requantize().rounding().word().equals(name));
            }
        }
        CommandLineRun wrong = CommandLineRun.of("export", SAMPLE, "--out", folder, "--rounding", "up");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("command line: --rounding is up; give one of floor, half-up, half-even, half-away");
    }

    @Test
    void widthsOfTheWeightsAreSearched() throws IOException {
        List<Object> words = List.of(
                "export",
                SAMPLE,
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS,
                "--calibration-count",
                60,
                "--per-channel");
        Path found = folder.resolve("found");
        CommandLineRun auto = CommandLineRun.of(join(
                words,
                List.of(
                        "--out",
                        found,
                        "--weight-bits",
                        "auto",
                        "--max-drop",
                        "5%",
                        "--weights",
                        "symmetric",
                        "--keep-wide",
                        "c.")));
        assertThat(auto.err()).isEmpty();
        List<String> lines = auto.out().lines().toList();
        assertThat(lines.get(0)).endsWith("agreement with the float network on the calibration images, at least 57");
        assertThat(lines.get(1)).matches("all +8 +491760 bits +\\d+\\.\\d\\d dB   100\\.00 % \\(60 of 60\\)");
        String taken = lines.stream()
                .filter(line -> line.startsWith("taken: "))
                .findFirst()
                .orElseThrow();
        assertThat(taken).matches("taken: --weight-bits 8,c1=[2-8],c3=[2-8],c5=[2-8],f6=[2-8],output=[2-8]");
        assertThat(auto.out()).containsPattern("weight ROM 491,760 -> \\d+,\\d+ bits, \\d+\\.\\d % saved; agreement");
        Path given = folder.resolve("given");
        CommandLineRun again = CommandLineRun.of(join(
                words,
                List.of(
                        "--out",
                        given,
                        "--weight-bits",
                        taken.substring(taken.lastIndexOf(' ') + 1),
                        "--weights",
                        "symmetric",
                        "--keep-wide",
                        "c.")));
        assertThat(again.err()).isEmpty();
        for (String file : List.of("c1.weight.txt", "c5.weight.txt", "f6_scale_zero.txt", "output.bias.txt")) {
            assertThat(given.resolve(file)).hasSameTextualContentAs(found.resolve(file));
        }
        assertThat(found.resolve("c3_scale_zero.txt")).content().contains("clamp none");
        assertThat(found.resolve("f6_scale_zero.txt")).content().contains("clamp 0 255");
    }

    /** The calibration images are a folder here; the manifest has their hash and everything that was chosen. */
    @Test
    void theManifestSaysWhatWasChosen() throws IOException {
        Path out = folder.resolve("out");
        CommandLineRun run = CommandLineRun.of(
                "compile",
                SAMPLE,
                "--out",
                out,
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS,
                "--calibration-count",
                20,
                "--keep-wide",
                "c1|f6",
                "--weights",
                "symmetric",
                "--rounding",
                "half-away",
                "--weight-bits",
                "auto",
                "--max-drop",
                "100%");
        assertThat(run.err()).isEmpty();
        assertThat(Files.readString(out.resolve("manifest.json")))
                .containsPattern("\"calibrate\" : \"[0-9a-f]{64}\"")
                .contains(
                        "\"weights\" : \"symmetric\"",
                        "\"keepWide\" : \"c1|f6\"",
                        "\"weightBits\" : \"auto\"",
                        "\"maxDrop\" : \"100.0\"",
                        "\"rounding\" : \"half-away\"");
    }

    @Test
    void optionsThatDoNotFitAreExplained() {
        List<Object> words =
                List.of("export", SAMPLE, "--out", folder.resolve("x"), "--arithmetic", "uint8", "--calibrate", DIGITS);
        assertThat(CommandLineRun.of(join(
                                words,
                                List.of(
                                        "--keep-wide",
                                        "c[",
                                        "--max-drop",
                                        "1",
                                        "--weights",
                                        "odd",
                                        "--weight-bits",
                                        "9")))
                        .err())
                .contains("--keep-wide is c[, which is no regular expression (Unclosed character class at character 2)")
                .contains("--max-drop is for --weight-bits auto")
                .contains("--weights is odd; give one of asymmetric, symmetric, auto")
                .contains("--weight-bits is 9; give 2 to 8, and single layers after it: 8,c5=4,f6=3; or auto");
        CommandLineRun none = CommandLineRun.of(join(words, List.of("--keep-wide", "out.*|s2|c")));
        assertThat(none.status()).isEqualTo(3);
        assertThat(none.err())
                .contains("--keep-wide out.*|s2|c matches none of the layers that have outputs to"
                        + " quantize: c1, c3, c5, f6");
        assertThat(CommandLineRun.of(join(words, List.of("--weight-bits", "auto", "--max-drop", "-1")))
                        .err())
                .contains("--max-drop is -1; give a number from 0 to 100, in percent");
        assertThat(CommandLineRun.of("export", SAMPLE, "--out", folder, "--keep-wide", "c1")
                        .err())
                .contains("--keep-wide is an option of the arithmetic uint8");
    }

    /** By their pixels: in another file, or a part of them. */
    @Test
    void imagesSeenInCalibrationAreNoticed() throws IOException {
        Path some = Files.createDirectory(folder.resolve("some"));
        List<Path> digits;
        try (Stream<Path> files = Files.list(DIGITS)) {
            digits = files.sorted().toList();
        }
        for (int i = 0; i < 7; i++) {
            Files.copy(digits.get(13 * i), some.resolve("copy" + i + ".png"));
        }
        assertThat(simulated(some, DIGITS)).contains("note: calibrated with 7 of the 100 images that are measured");
        assertThat(simulated(DIGITS, some)).contains("note: calibrated with the images that are measured");
    }

    private static String simulated(Path calibration, Path images) {
        return CommandLineRun.of(
                        "simulate", SAMPLE, "--arithmetic", "uint8", "--calibrate", calibration, "--images", images)
                .out();
    }

    /** The file is packed in one place and not in the other. */
    @Test
    void packedImagesSeenInCalibrationAreNoticed() throws IOException {
        Path packed = SharedData.require("mnist/t10k-images-idx3-ubyte.gz");
        Path plain = folder.resolve("plain");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            Files.copy(in, plain);
        }
        assertThat(simulated(packed, plain)).contains("note: calibrated with 1000 of the 10000 images");
    }

    /** A multiplier of 3 bits is off by up to a seventh. */
    @Test
    void inexactMultipliersAreReported() {
        CommandLineRun run = CommandLineRun.of(
                "simulate",
                SAMPLE,
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS,
                "--multiplier-bits",
                3,
                "--images",
                DIGITS,
                "--count",
                2);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().filter(line -> line.startsWith("note: ")).map(line -> line.split(" ")[1]))
                .containsExactly("c1", "c3", "c5", "f6", "calibrated");
        assertThat(run.out())
                .containsPattern("note: c1 differs from its real scale by up to \\d+ steps, first for"
                        + " accumulator -?\\d+ of channel 0 \\(\\d+, real scale \\d+\\)");
    }

    @Test
    void allCalibratorsAreRanked() {
        CommandLineRun run = CommandLineRun.of(
                "simulate",
                SAMPLE,
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS,
                "--calibration-labels",
                LABELS,
                "--calibrator",
                "all",
                "--images",
                DIGITS,
                "--labels",
                LABELS);
        assertThat(run.err()).isEmpty();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).startsWith("calibrator ");
        assertThat(lines.subList(1, 7))
                .extracting(line -> line.split(" ")[0])
                .containsExactlyInAnyOrder("minmax", "moving-average", "percentile", "mse", "entropy", "histogram");
        assertThat(lines.subList(1, 7))
                .allMatch(line -> line.matches("\\S+ +asymmetric feedback +\\d+\\.\\d\\d dB   accuracy .*"));
        assertThat(lines.get(7)).isEqualTo("taken: " + lines.get(1).split(" ")[0]);
        assertThat(lines.get(1)).endsWith(accuracy(run));
    }

    /** One line, whatever it is called. */
    @Test
    void dynamicQuantizationIsAnswered() {
        for (List<String> asked : List.of(
                List.of("--quantization", "dynamic"),
                List.of("--arithmetic", "dynamic"),
                List.of("--calibrator=dynamic"),
                List.of("--dynamic-quantization"))) {
            CommandLineRun run = CommandLineRun.of(join(List.of("compile", SAMPLE), List.copyOf(asked)));
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).contains("its scales are static", "--arithmetic uint8 --calibrate IMAGES");
        }
        assertThat(DynamicQuantization.askedFor(List.of("MODEL", "--out", "dynamic")))
                .isEmpty();
    }

    @Test
    void schemesAndRoundingsAreRankedTogether() {
        CommandLineRun run = CommandLineRun.of(
                "simulate",
                SAMPLE,
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS,
                "--calibration-count",
                20,
                "--weight-bits",
                3,
                "--weights",
                "auto",
                "--weight-rounding",
                "auto",
                "--images",
                DIGITS,
                "--count",
                2);
        List<String> lines = run.out().lines().toList();
        assertThat(lines.subList(1, 5))
                .allMatch(line ->
                        line.matches("minmax +(a|)symmetric +(feedback|nearest) +\\d+\\.\\d\\d dB .*no labels"));
        assertThat(lines.get(1)).contains("feedback");
        assertThat(lines.get(4)).contains("nearest");
        assertThat(lines.get(5)).matches("taken: (a|)symmetric, feedback");
    }

    @Test
    @Tag("slow")
    void theFirstOfTheRankingIsTheNetworkThatIsSimulated() throws IOException {
        CommandLineRun all = logitsOf("all");
        String best = all.out().lines().skip(1).findFirst().orElseThrow().split(" ")[0];
        String worst = all.out().lines().skip(6).findFirst().orElseThrow().split(" ")[0];
        logitsOf(best);
        logitsOf(worst);
        assertThat(folder.resolve("all")).hasSameTextualContentAs(folder.resolve(best));
        assertThat(Files.readString(folder.resolve("all"))).isNotEqualTo(Files.readString(folder.resolve(worst)));
    }

    private CommandLineRun logitsOf(String calibrator) {
        return CommandLineRun.of(
                "simulate",
                SAMPLE,
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS,
                "--calibrator",
                calibrator,
                "--images",
                DIGITS,
                "--count",
                9,
                "--logits",
                folder.resolve(calibrator));
    }

    /** The exported files alone give the same logits. */
    @Test
    void exportedFilesAreTheNetworkThatIsSimulated() {
        Path weights = folder.resolve("weights");
        Path logits = folder.resolve("logits.csv");
        List<Object> options = List.of(
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS,
                "--calibration-count",
                33,
                "--calibrator",
                "percentile",
                "--percentile",
                "99.5",
                "--per-channel",
                "--weight-bits",
                "6,c5=4,f6=3");
        CommandLineRun export = CommandLineRun.of(join(List.of("export", SAMPLE, "--out", weights), options));
        CommandLineRun simulate = CommandLineRun.of(
                join(List.of("simulate", SAMPLE, "--images", DIGITS, "--count", 7, "--logits", logits), options));
        assertThat(export.err() + simulate.err()).isEmpty();
        IntegerModel model = WeightFiles.read(weights, SeedLenet.network());
        assertThat(Arrays.stream(model.parameters().get("c1").weights()).max()).hasValue(63);
        assertThat(Arrays.stream(model.parameters().get("c5").weights()).max()).hasValue(15);
        assertThat(Arrays.stream(model.parameters().get("f6").weights()).max()).hasValue(7);
        long[][] expected = new GoldenModel(model)
                .logits(ImageReader.read(DIGITS, model.network().input(), 7), 0, 7);
        assertThat(logits)
                .hasContent(Arrays.stream(expected)
                        .map(row -> Arrays.stream(row).mapToObj(Long::toString).collect(Collectors.joining(",")))
                        .collect(Collectors.joining("\n")));
    }

    private static Object[] join(List<?> first, List<?> second) {
        return Stream.concat(first.stream(), second.stream()).toArray();
    }

    /** Half of the weight memory, and the accuracy on images that took no part falls by not much more than allowed. */
    @Test
    @Tag("slow")
    void lenetWithSearchedWidths() {
        CommandLineRun run = CommandLineRun.of(
                "simulate",
                SharedData.require("lenet-seed/best_model.pth"),
                "--arithmetic",
                "uint8",
                "--per-channel",
                "--weight-bits",
                "auto",
                "--max-drop",
                "0.1%",
                "--calibrate",
                SharedData.require("mnist/train-images-idx3-ubyte.gz"),
                "--calibration-labels",
                SharedData.require("mnist/train-labels-idx1-ubyte.gz"),
                "--calibration-count",
                10000,
                "--images",
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                "--labels",
                SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"));
        assertThat(run.err()).isEmpty();
        String saved = run.out()
                .lines()
                .filter(line -> line.startsWith("weight ROM"))
                .findFirst()
                .orElseThrow();
        assertThat(saved).startsWith("weight ROM 491,760 -> ");
        assertThat(Double.parseDouble(saved.replaceAll(".* bits, (.*) % saved.*", "$1")))
                .isGreaterThan(50);
        assertThat(Double.parseDouble(accuracy(run).split(" ")[1])).isGreaterThan(98.8);
    }

    @Test
    void lenetOnTheWholeTestSet() {
        for (String perChannel : new String[] {"", "--per-channel"}) {
            List<Object> words = List.of(
                    "simulate",
                    SharedData.require("lenet-seed/best_model.pth"),
                    "--arithmetic",
                    "uint8",
                    "--calibrate",
                    SharedData.require("mnist/train-images-idx3-ubyte.gz"),
                    "--images",
                    SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                    "--labels",
                    SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"));
            CommandLineRun run = CommandLineRun.of(join(words, perChannel.isEmpty() ? List.of() : List.of(perChannel)));
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).doesNotContain("note:");
            assertThat(Double.parseDouble(accuracy(run).split(" ")[1])).isGreaterThanOrEqualTo(98.9);
        }
    }

    @Test
    void everyWrongOptionIsReportedAtOnce() {
        CommandLineRun run = CommandLineRun.of(
                "export",
                SAMPLE,
                "--out",
                folder.resolve("x"),
                "--arithmetic",
                "uint8",
                "--calibrator",
                "best",
                "--weight-bits",
                "9,c1=4",
                "--percentile",
                "50",
                "--requant",
                "r.json",
                "--multiplier-bits",
                40,
                "--calibration-count",
                0,
                "--calibration-labels",
                LABELS);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "--calibrate is missing",
                        "--calibrator is best",
                        "--weight-bits is 9,c1=4",
                        "--percentile is 50",
                        "--requant gives the multipliers of the arithmetic wide",
                        "--multiplier-bits is 40",
                        "--calibration-count is 0",
                        "--calibration-labels rank calibrators");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void optionsOfUint8NeedIt() {
        CommandLineRun run = CommandLineRun.of(
                "export",
                SAMPLE,
                "--out",
                folder.resolve("x"),
                "--per-channel",
                "--weight-bits",
                "4",
                "--calibrate",
                DIGITS);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("is an option of the arithmetic uint8"));
        CommandLineRun other = CommandLineRun.of("export", SAMPLE, "--out", "x", "--arithmetic", "int4");
        assertThat(other.err()).contains("--arithmetic is int4");
    }

    @Test
    void wrongFilesAreReportedTogether() {
        CommandLineRun run = CommandLineRun.of(
                "export",
                SAMPLE,
                "--out",
                folder.resolve("x"),
                "--arithmetic",
                "uint8",
                "--calibrate",
                folder.resolve("nothing.gz"),
                "--weight-bits",
                "s2=4,c9=5");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("nothing.gz", "names the layer 's2'", "names the layer 'c9'");
        CommandLineRun labels = CommandLineRun.of(
                "export",
                SAMPLE,
                "--out",
                folder.resolve("x"),
                "--arithmetic",
                "uint8",
                "--calibrate",
                DIGITS.resolve("0_00.png"),
                "--calibrator",
                "all",
                "--calibration-labels",
                LABELS);
        assertThat(labels.status()).isEqualTo(3);
        assertThat(labels.err()).containsPattern("has \\d+ labels for 1 images of");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void weightBitsAreReadAsWritten() {
        assertThat(bits("5")).isEqualTo(new WeightBits(5, Map.of()));
        assertThat(bits("c1=2,c3=7")).isEqualTo(new WeightBits(8, Map.of("c1", 2, "c3", 7)));
        assertThat(bits("4,a=b=3")).isEqualTo(new WeightBits(4, Map.of("a=b", 3)));
        for (String wrong : new String[] {"1", "", "4,5", "c1=4,8", "c1=4,c1=5", "=4", "c1=", "c1=4,", "0x4"}) {
            CommandLineRun run = CommandLineRun.of(
                    "export",
                    SAMPLE,
                    "--out",
                    "x",
                    "--arithmetic",
                    "uint8",
                    "--calibrate",
                    DIGITS,
                    "--weight-bits",
                    wrong);
            assertThat(run.status()).as(wrong).isEqualTo(2);
            assertThat(run.err()).contains("--weight-bits is " + wrong + ";");
        }
    }

    private static WeightBits bits(String text) {
        Verb verb = Verbs.named("export").orElseThrow();
        return WeightBits.from(ArgumentParser.parse(verb, List.of("MODEL", "--weight-bits", text)));
    }
}
