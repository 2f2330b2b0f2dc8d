package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.testing.HardwareModels;
import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No way from register to register is longer than a multiplier block, a block RAM read and two LUTs, or a carry chain:
 * what 100 MHz on ECP5 takes. docs/clock.md has the routed figures.
 */
@Tag("rtl")
@Tag("slow")
class LongestPathTest {

    /** A block RAM read and two LUTs, and the wires between them. */
    private static final double LIMIT = 5.61 + 2 * 0.24 + 3 * 1.1 + 0.1;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTools() {
        RequiredTools.require("yosys");
    }

    @ParameterizedTest(name = "{0}, {1} multipliers")
    @CsvSource({"wide, 14", "wide, 84", "wide, 420", "uint8, 84", "uint8 per channel, 28"})
    void noModuleOfTheLadderIsSlow(String arithmetic, int multipliers) throws Exception {
        assertThat(worst(design(arithmetic, multipliers)))
                .allSatisfy((instance, way) ->
                        assertThat(way.ns()).as("%s: %s", instance, way).isLessThanOrEqualTo(LIMIT));
    }

    @Test
    void twoMultiplicationsInACycleAreFoundAndNamed() throws Exception {
        Path out = design("wide", 14);
        ToyDesign.edit(out.resolve("rtl/intaglio_mac_lane.v"), "full = x_q * w_q;", "full = x_q * w_q * w_q;");
        assertThat(worst(out))
                .hasEntrySatisfying(
                        "u_c3.u_engine.u_macs.u_lane",
                        way -> assertThat(way.ns()).isGreaterThan(LIMIT));
    }

    private Path design(String arithmetic, int multipliers) throws Exception {
        IntegerModel model = arithmetic.equals("wide")
                ? HardwareModels.of(HardwareModels.lenet(), 1)
                : HardwareModels.uint8(HardwareModels.lenet(), 1, arithmetic.endsWith("channel"));
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        ToyDesign.edit(out.resolve("rtl/lenet.v"), "BLOCK_WIDTH = 25", "BLOCK_WIDTH = 18");
        return out;
    }

    private Map<String, PathEstimate.Worst> worst(Path out) throws Exception {
        Path netlist = folder.resolve("netlist.json").toAbsolutePath();
        String script = "read_verilog -defer " + String.join(" ", Verilator.rtlFiles(out))
                + "; synth_ecp5 -top lenet -json " + netlist;
        ToolResult result = ToolRunner.run(
                List.of("yosys", "-q", "-p", script), out, Duration.ofMinutes(30), folder.resolve("yosys.log"));
        assertThat(result.exit()).isZero();
        Map<String, PathEstimate.Worst> worst = PathEstimate.of(netlist, "lenet");
        Files.delete(netlist);
        return worst;
    }
}
