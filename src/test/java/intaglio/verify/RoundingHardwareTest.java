package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageSet;
import intaglio.golden.ReferenceModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Weighted;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomFloatModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The roundings of the shift in Verilog, in networks whose sums are so small that ties are frequent. */
@Tag("rtl")
class RoundingHardwareTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTools() {
        RequiredTools.require("verilator", "g++", "iverilog", "yosys");
    }

    /** Weights of -1..1, and shifts of which a good part of the values drops just a half. */
    private static IntegerModel ties(Network network, String policy, boolean perChannel, boolean uint8) {
        boolean twice = policy.equals(Requantize.TWICE);
        Rounding rounding = twice ? Rounding.HALF_UP : Rounding.valueOf(policy);
        Random random = new Random(11);
        Map<String, IntegerParameters> parameters = new HashMap<>();
        List<Shape> shapes = network.shapes().inOrder();
        int zeroPoint = 0;
        for (int i = 0; i < network.layers().size(); i++) {
            if (network.layers().get(i) instanceof Weighted layer) {
                int perOutput = layer.weightsPerChannel(shapes.get(i));
                int shift = 2 + (32 - Integer.numberOfLeadingZeros(perOutput)) / 2;
                long[] multipliers =
                        random.longs(perChannel ? layer.outChannels() : 1, 1, 4).toArray();
                Requantize requantize = uint8
                        ? new Requantize(multipliers, shift, rounding, 101, new Interval(0, 255), twice)
                        : new Requantize(multipliers[0], shift, rounding);
                parameters.put(
                        layer.label(),
                        new IntegerParameters(
                                random.ints((long) layer.outChannels() * perOutput, 0, 3)
                                        .toArray(),
                                new int[] {1},
                                zeroPoint,
                                random.longs(layer.outChannels(), -90, 90).toArray(),
                                requantize,
                                new double[] {1}));
                zeroPoint = requantize.zeroPoint();
            }
        }
        return new IntegerModel(network, parameters);
    }

    /** Accumulators of each sign whose product is a tie. */
    private static int[] countTies(IntegerModel model, ImageSet images) {
        int[] ties = new int[2];
        ReferenceModel reference = new ReferenceModel(model);
        for (int image = 0; image < images.count(); image++) {
            reference.run(images.pixels(), images.offset(image)).layers().stream()
                    .filter(layer -> layer.accumulator() != null)
                    .forEach(layer -> {
                        Requantize requantize =
                                model.parameters().get(layer.label()).requantize();
                        for (int i = 0; i < layer.accumulator().length; i++) {
                            int channel = i / layer.shape().pixels();
                            long product = layer.accumulator()[i] * requantize.multiplier(channel);
                            long dropped = product & (1L << requantize.shift()) - 1;
                            ties[product < 0 ? 1 : 0] += dropped == 1L << (requantize.shift() - 1) ? 1 : 0;
                        }
                    });
        }
        return ties;
    }

    @ParameterizedTest(name = "{0}, per channel: {1}, uint8: {2}, {3} multipliers")
    @CsvSource({
        "HALF_EVEN, false, true, 30", "HALF_AWAY, false, true, 11", "HALF_EVEN, true, true, 60",
        "HALF_AWAY, true, true, 30", "HALF_EVEN, false, false, 11", "HALF_AWAY, false, false, 60",
        "TWICE, false, true, 30", "TWICE, true, true, 60"
    })
    void tiesGoWhereTheGoldenModelHasThem(String rounding, boolean perChannel, boolean uint8, int multipliers)
            throws Exception {
        IntegerModel model = ties(HardwareModels.oblong(), rounding, perChannel, uint8);
        ImageSet images = RandomFloatModels.noise(model.network().input(), 6, 3);
        assertThat(Arrays.stream(countTies(model, images)).min().orElseThrow()).isGreaterThan(300);
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        Path work = Files.createDirectory(folder.resolve("work"));
        assertThat(Lint.check(out, model.network().name(), work).findings()).isEmpty();
        VerifyOptions options = VerifyOptions.thorough(6, 3, work).withExtras(6, 4, 2, true);
        assertThat(Verifier.verify(out, images, options).failures()).isEmpty();
        if (uint8 && !perChannel) {
            // One bench more for each rounding: without what it does to ties the unit must differ.
            replaceTies(out);
            assertThat(Verifier.verify(
                                    out,
                                    model,
                                    images,
                                    options.withBundleFolder(folder.resolve("bundles")),
                                    UnaryOperator.identity(),
                                    (folder, plan, given) -> List.of())
                            .failures())
                    .as("ties go up instead")
                    .isNotEmpty();
        }
    }

    private static void replaceTies(Path out) throws IOException {
        try (Stream<Path> files = Files.list(out.resolve("rtl"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, Files.readString(file).replaceAll("\\.TIES\\([123]\\)", ".TIES(0)"));
            }
        }
    }
}
