package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import intaglio.graph.IntegerModel;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.rtl.Compilation;
import intaglio.testing.HardwareModels;
import intaglio.verify.RequiredTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynthVerbTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --flow=vivado                   | --flow is vivado; give one of ecp5, xilinx, gowin, ice40
            --seeds=0 --flow=ecp5           | --seeds is 0; give an integer from 1 to 100
            --device=ecp5-86                | --device is ecp5-86; give one of ECP5-85, ECP5-45, ECP5-25, ECP5-12, iCE40-UP5K
            --device=up5k --flow=ice40      | --device is up5k; give one of iCE40-UP5K
            --device=XC7Z020 --flow=gowin   | --device XC7Z020 is of --flow xilinx, not gowin; give one of GW2A-18, GW1N-9
            --device=10m50                  | no free tool synthesizes for --device 10M50; use the vendor's tools
            --clock=fast --flow=ice40       | --clock is fast; give an integer from 1 to 1000
            --install --flow=ecp5           | --install is for ./intaglio in a clone
            """)
    void wrongOptionsAreRefused(String options, String message) {
        CommandLineRun run = CommandLineRun.of((Object[]) ("synth " + options).split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains(message);
    }

    @Test
    void theFlowMustBeNamed() {
        assertThat(CommandLineRun.of("synth").err())
                .contains("--flow is missing; give one of ecp5, xilinx, gowin, ice40");
    }

    @Test
    @Tag("rtl")
    void countsTheCellsOfADesign() throws IOException {
        RequiredTools.require("yosys");
        IntegerModel model = HardwareModels.uint8(HardwareModels.oblong(), 3, false);
        Ranges ranges = RangeAnalysis.of(model);
        Plan plan = Plan.of(model, ranges, 11);
        Path out = folder.resolve("out");
        new Compilation(model, ranges, plan).write(out, "test", Map.of());

        CommandLineRun run = CommandLineRun.of("synth", out, "--device", "xc7a35t", "--work", folder.resolve("work"));

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("XC7A35T (AMD Artix-7 35T), " + plan.multipliers() + " multipliers in the plan\n")
                .contains("note: no free tool places and routes this family")
                .contains("longest path, cells without wires:\n");
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("work/synth.json").toFile());
        assertThat(json.path("used").path("dsp").asInt()).isEqualTo(plan.multipliers());
        assertThat(json.path("used").path("lut").asInt()).isBetween(400, 4000);
        assertThat(json.path("cellPath").path("nanoseconds").asDouble()).isBetween(1.5, 4.0);
        assertThat(json.path("cellPath").path("from").asText()).startsWith("u_");
    }

    @Test
    @Tag("rtl")
    void aFolderWithoutDesignIsRefused() throws IOException {
        RequiredTools.require("yosys");

        CommandLineRun run = CommandLineRun.of("synth", folder, "--flow", "xilinx");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("holds no compiled design (no manifest.json)");
    }
}
