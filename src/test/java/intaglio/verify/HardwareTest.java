package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.calibrate.Calibration;
import intaglio.calibrate.Calibrators;
import intaglio.data.ImageSet;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.num.Rounding;
import intaglio.plan.Plan;
import intaglio.quant.GivenQuantizer;
import intaglio.quant.Uint8Options;
import intaglio.quant.Uint8Quantizer;
import intaglio.quant.WeightScheme;
import intaglio.quant.WideQuantizer;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.rtl.Compilation;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomFloatModels;
import intaglio.testing.RandomGivenModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compiles networks of several kinds, lints the Verilog and verifies it layer by layer. */
@Tag("rtl")
class HardwareTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTools() {
        RequiredTools.require("verilator", "g++", "iverilog", "yosys");
    }

    @ParameterizedTest(name = "{0} with {1} multipliers")
    @CsvSource({
        "lenet, 28",
        "lenet, 420",
        "oblong, 11",
        "oblong, 60",
        "strided, 9",
        "strided, 38",
        "separable, 30",
        "dilated, 10",
        "dilated, 64",
        "padded, 12",
        "padded, 50"
    })
    void equalsTheGoldenModelInEveryLayerAndRun(String name, int multipliers) throws Exception {
        Network network = network(name);
        IntegerModel model = HardwareModels.of(network, multipliers);
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        Path work = Files.createDirectory(folder.resolve("work"));

        Lint.Report lint = Lint.check(out, network.name(), work);
        assertThat(lint.findings()).isEmpty();
        assertThat(lint.runs()).isEqualTo(3 * lint.modules()).isGreaterThan(60);

        VerifyResult result =
                Verifier.verify(out, Compiled.noise(network.input(), 40), VerifyOptions.thorough(40, 3, work));
        assertThat(result.failures()).isEmpty();
        assertThat(result.warnings()).isEmpty();
        assertThat(result.interval()).isEqualTo(result.plan().interval());
        assertThat(result.latency()).isEqualTo(result.plan().latency());
        String first = network.weightedLayers().get(0).label();
        assertThat(result.extremes())
                .filteredOn(e -> e.probe().equals(first + ".accumulator"))
                .singleElement()
                .matches(Extremes::tight, "reaches the proved range");
    }

    @ParameterizedTest(name = "{0} with uint8 activations, {1} multipliers, per channel: {2}")
    @CsvSource({
        "oblong, 30, false",
        "oblong, 11, true",
        "strided, 12, true",
        "separable, 9, true",
        "separable, 100, false",
        "dilated, 23, true",
        "padded, 30, false"
    })
    void equalsTheGoldenModelWithUint8Activations(String name, int multipliers, boolean perChannel) throws Exception {
        Network network = network(name);
        IntegerModel model = HardwareModels.uint8(network, 7, perChannel);
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        Path work = Files.createDirectory(folder.resolve("work"));

        assertThat(Lint.check(out, network.name(), work).findings()).isEmpty();
        VerifyResult result = Verifier.verify(
                out,
                Compiled.noise(network.input(), 20),
                VerifyOptions.thorough(20, 3, work).withExtras(10, 4, 2, true));
        assertThat(result.failures()).isEmpty();
    }

    /** Operands of more than 18 bits, in blocks of 18 bits: the same values in the same cycles. */
    @Test
    void isTheSameWithNarrowMultiplierBlocks() throws Exception {
        Network network = network("lenet");
        Path out = Compiled.design(HardwareModels.of(network, 28), 84, folder.resolve("out"));
        assertThat(Files.readString(out.resolve("rtl/lenet_c5_f6_output.v")))
                .containsPattern("\\.X_WIDTH\\((19|2\\d)\\)");
        ToyDesign.edit(out.resolve("rtl/lenet.v"), "BLOCK_WIDTH = 25", "BLOCK_WIDTH = 18");
        Path work = Files.createDirectory(folder.resolve("work"));

        assertThat(Lint.check(out, "lenet", work).findings()).isEmpty();
        VerifyResult result =
                Verifier.verify(out, Compiled.noise(network.input(), 20), VerifyOptions.thorough(20, 3, work));
        assertThat(result.failures()).isEmpty();
    }

    /** Zero points of the image, narrow clamps, logits with a multiplier for each channel. */
    @ParameterizedTest(name = "{0} that comes quantized, {1} multipliers, per channel: {2}")
    @CsvSource({"oblong, 30, true", "strided, 12, false"})
    void equalsTheGoldenModelOfAModelThatComesQuantized(String name, int multipliers, boolean perChannel)
            throws Exception {
        Network network = network(name);
        IntegerModel model = GivenQuantizer.quantize(RandomGivenModels.of(network, 5, perChannel), 31, Rounding.HALF_UP)
                .model();
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        Path work = Files.createDirectory(folder.resolve("work"));

        assertThat(Lint.check(out, network.name(), work).findings()).isEmpty();
        VerifyResult result = Verifier.verify(
                out,
                Compiled.noise(network.input(), 20),
                VerifyOptions.thorough(20, 3, work).withExtras(10, 4, 2, true));
        assertThat(result.failures()).isEmpty();
    }

    /** Clamps in the wide arithmetic, of a narrow multiplier, and one at the end of the network. */
    @ParameterizedTest(name = "{0} with ReLU6, {1} multipliers, uint8: {2}")
    @CsvSource({"oblong, 30, false", "strided, 12, false", "oblong, 60, true"})
    void endsAtSix(String name, int multipliers, boolean uint8) throws Exception {
        Network network = RandomFloatModels.with(network(name), Activation.RELU6);
        FloatModel trained = RandomFloatModels.of(network, 3, 9);
        ImageSet images = RandomFloatModels.noise(network.input(), 20, 4);
        IntegerModel model = uint8
                ? Uint8Quantizer.quantize(
                                trained,
                                Calibration.of(trained, images, done -> {}).ranges(Calibrators.named("minmax", 100)),
                                Uint8Options.of(true))
                        .model()
                : WideQuantizer.quantize(trained, 8).model();
        Path out = folder.resolve("out");
        Ranges ranges = RangeAnalysis.of(model);
        new Compilation(network, model, ranges, Plan.of(model, ranges, multipliers)).write(out, "test", Map.of());
        assertThat(Files.readString(out.resolve("network.json")))
                .contains("\"relu6\"")
                .doesNotContain("\"relu\"");
        Path work = Files.createDirectory(folder.resolve("work"));

        assertThat(Lint.check(out, network.name(), work).findings()).isEmpty();
        VerifyResult result =
                Verifier.verify(out, images, VerifyOptions.thorough(20, 3, work).withExtras(10, 4, 2, true));
        assertThat(result.failures()).isEmpty();
        String last = network.weightedLayers()
                .get(network.weightedLayers().size() - 1)
                .label();
        assertThat(model.parameters().get(last).requantize().clamp()).isNotNull();
    }

    /** Tables behind every layer, or behind some on an array of several; of functions that rise and one that does not. */
    @ParameterizedTest(name = "{0} with {1}, {2} multipliers, uint8: {3}")
    @CsvSource({
        "lenet, TANH, 28, false",
        "lenet, TANH, 84, true",
        "oblong, SILU, 30, true",
        "separable, SIGMOID, 9, false"
    })
    void looksFunctionsUpInTables(String name, FunctionKind kind, int multipliers, boolean uint8) throws Exception {
        Network network = RandomFloatModels.with(network(name), ActivationFunction.of(kind));
        FloatModel trained = RandomFloatModels.of(network, 3, 3);
        ImageSet images = RandomFloatModels.noise(network.input(), 12, 4);
        IntegerModel model = uint8
                ? Uint8Quantizer.quantize(
                                trained,
                                Calibration.of(trained, images, done -> {}).ranges(Calibrators.named("minmax", 100)),
                                Uint8Options.of(name.equals("oblong")))
                        .model()
                : WideQuantizer.quantize(trained, 8).model();
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        Path work = Files.createDirectory(folder.resolve("work"));

        assertThat(Lint.check(out, network.name(), work).findings()).isEmpty();
        VerifyResult result =
                Verifier.verify(out, images, VerifyOptions.thorough(12, 3, work).withExtras(6, 3, 2, true));
        assertThat(result.failures()).isEmpty();
        assertThat(result.interval()).isEqualTo(result.plan().interval());
        assertThat(result.latency()).isEqualTo(result.plan().latency());
    }

    /** Signed and unsigned inputs wider than bytes behind some layers, bytes behind the others; 5-bit weights. */
    @ParameterizedTest(name = "{0} with {1} kept wide, {2} multipliers, per channel: {3}")
    @CsvSource({"oblong, first d2, 30, true", "strided, a b, 12, false"})
    void mixesWideLayersAndBytes(String name, String wide, int multipliers, boolean perChannel) throws Exception {
        Network network = network(name);
        FloatModel trained = RandomFloatModels.of(network, 3, 4);
        ImageSet images = RandomFloatModels.noise(network.input(), 20, 4);
        IntegerModel model = Uint8Quantizer.quantize(
                        trained,
                        Calibration.of(trained, images, done -> {}).ranges(Calibrators.named("minmax", 100)),
                        Uint8Options.of(perChannel)
                                .withScheme(WeightScheme.SYMMETRIC)
                                .withWeightBits(5)
                                .withKeptWide(Set.of(wide.split(" "))))
                .model();
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        Path work = Files.createDirectory(folder.resolve("work"));

        assertThat(Lint.check(out, network.name(), work).findings()).isEmpty();
        VerifyResult result =
                Verifier.verify(out, images, VerifyOptions.thorough(20, 3, work).withExtras(10, 4, 2, true));
        assertThat(result.failures()).isEmpty();
    }

    private static Network network(String name) {
        return switch (name) {
            case "lenet" -> HardwareModels.lenet();
            case "oblong" -> HardwareModels.oblong();
            case "separable" -> HardwareModels.separable();
            case "dilated" -> HardwareModels.dilated();
            case "padded" -> HardwareModels.padded();
            default -> HardwareModels.strided();
        };
    }
}
