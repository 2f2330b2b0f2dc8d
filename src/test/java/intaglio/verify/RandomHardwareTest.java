package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.num.Interval;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomGraphs;
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

    /** Seed 0 strides over rows, 9 hands on frames in pairs, 28 is mostly padding. */
    @ParameterizedTest(name = "network of seed {0} with {1} multipliers, {2}")
    @CsvSource({"0, 30, wide", "9, 35, uint8 per tensor", "28, 9, uint8 per channel"})
    void isEqualAndAsFastAsPlanned(long seed, int multipliers, String arithmetic) throws Exception {
        verify(RandomNetworks.of(seed), seed, multipliers, arithmetic);
    }

    /**
     * Seed 8 hops over columns and ends with a plane's maximum, 14 has four convolutions, two of them depthwise, and ends
     * with a plane's mean, 24 has means of 6 signed values, 29 seven groups.
     */
    @ParameterizedTest(name = "mixed network of seed {0} with {1} multipliers, {2}")
    @CsvSource({"8, 12, uint8 per channel", "14, 33, uint8 per tensor", "24, 20, wide", "29, 57, wide"})
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
    @CsvSource({"3, 26, uint8 per channel", "20, 9, wide"})
    void someActivationsAreTables(long seed, int multipliers, String arithmetic) throws Exception {
        Network network = RandomNetworks.of(seed);
        Interval outputs = arithmetic.equals("wide") ? new Interval(-700, 900) : new Interval(0, 255);
        verify(RandomTables.in(model(network, seed, arithmetic), seed, outputs), seed, multipliers);
    }

    /** Branches, sums, joined channels, pixel shuffle, padded pools, dilation. */
    @ParameterizedTest(name = "graph of seed {0} with {1} multipliers, {2}")
    @CsvSource({
        "0, 40, wide",
        "1, 60, uint8",
        "2, 25, wide",
        "3, 90, uint8",
        "4, 35, wide",
        "5, 50, uint8",
        "6, 70, wide",
        "7, 45, uint8",
        "8, 55, wide",
        "9, 30, uint8",
        "10, 65, wide",
        "11, 80, uint8",
        "21, 40, wide",
        "13, 60, uint8",
        "14, 75, wide",
        "15, 35, uint8",
        "16, 50, wide",
        "17, 95, uint8",
        "18, 45, wide",
        "19, 55, uint8",
        "20, 85, wide"
    })
    void graphs(long seed, int multipliers, String arithmetic) throws Exception {
        IntegerModel model = arithmetic.equals("wide") ? RandomGraphs.wide(seed) : RandomGraphs.uint8(seed);
        verify(model, seed, multipliers);
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
