package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.num.Interval;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomNetworks;
import intaglio.testing.RandomTables;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks nobody thought of: what the plan says of them is what the simulation measures, and every value is equal. */
@Tag("rtl")
class RandomHardwareTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTools() {
        RequiredTools.require("verilator", "g++");
    }

    /** Seed 0 strides over rows, 9 hands on frames in pairs, 20 has three convolutions, 28 is mostly padding. */
    @ParameterizedTest(name = "network of seed {0} with {1} multipliers, {2}")
    @CsvSource({
        "0, 30, wide",
        "3, 26, uint8 per channel",
        "9, 35, wide",
        "14, 19, uint8 per tensor",
        "20, 9, wide",
        "28, 9, uint8 per channel",
        "29, 12, wide"
    })
    void isEqualAndAsFastAsPlanned(long seed, int multipliers, String arithmetic) throws Exception {
        verify(RandomNetworks.of(seed), seed, multipliers, arithmetic);
    }

    /**
     * Seed 3 begins with an overlapping pool, 8 hops over columns and ends with a plane's maximum, 14 has four
     * convolutions, two of them depthwise, and ends with a plane's mean, 24 has means of 6 signed values, 28 means that
     * overlap, 29 seven groups.
     */
    @ParameterizedTest(name = "mixed network of seed {0} with {1} multipliers, {2}")
    @CsvSource({
        "3, 40, wide",
        "8, 12, uint8 per channel",
        "14, 33, uint8 per tensor",
        "24, 20, wide",
        "28, 9, uint8 per channel",
        "29, 57, wide"
    })
    void groupsAndPoolsInAnyOrder(long seed, int multipliers, String arithmetic) throws Exception {
        verify(RandomNetworks.mixed(seed), seed, multipliers, arithmetic);
    }

    /** Convolutions with dilation, pools with padding on any side. */
    @ParameterizedTest(name = "network of windows of seed {0} with {1} multipliers, {2}")
    @CsvSource({"1, 20, wide", "2, 30, uint8 per channel", "5, 12, uint8 per tensor", "7, 9, wide"})
    void windowsWithGapsAndPaddedPools(long seed, int multipliers, String arithmetic) throws Exception {
        verify(RandomNetworks.windows(seed), seed, multipliers, arithmetic);
    }

    /** Tables of random numbers behind some layers, each array of several layers with and without. */
    @ParameterizedTest(name = "network of seed {0} with {1} multipliers and tables, {2}")
    @CsvSource({"0, 30, wide", "3, 26, uint8 per channel", "14, 19, uint8 per tensor", "20, 9, wide"})
    void someActivationsAreTables(long seed, int multipliers, String arithmetic) throws Exception {
        Network network = RandomNetworks.of(seed);
        Interval outputs = arithmetic.equals("wide") ? new Interval(-700, 900) : new Interval(0, 255);
        verify(RandomTables.in(model(network, seed, arithmetic), seed, outputs), seed, multipliers);
    }

    private void verify(Network network, long seed, int multipliers, String arithmetic) throws Exception {
        verify(model(network, seed, arithmetic), seed, multipliers);
    }

    private static IntegerModel model(Network network, long seed, String arithmetic) {
        return arithmetic.equals("wide")
                ? HardwareModels.of(network, seed)
                : HardwareModels.uint8(network, seed, arithmetic.endsWith("channel"));
    }

    private void verify(IntegerModel model, long seed, int multipliers) throws Exception {
        Network network = model.network();
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        Path work = Files.createDirectory(folder.resolve("work"));
        VerifyResult result = Verifier.verify(
                out,
                Compiled.noise(network.input(), 12),
                VerifyOptions.thorough(12, seed, work).withExtras(6, 3, 2, true));
        assertThat(result.failures())
                .as("reproduce: seed %d, %s", seed, network)
                .isEmpty();
    }
}
