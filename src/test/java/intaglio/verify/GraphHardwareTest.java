package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.testing.GraphNetworks;
import intaglio.testing.RandomGraphs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compiles networks that fork and join, lints the Verilog and verifies it layer by layer. */
@Tag("rtl")
class GraphHardwareTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTools() {
        RequiredTools.require("verilator", "g++", "iverilog", "yosys");
    }

    @ParameterizedTest(name = "{0} with {1} multipliers, uint8: {2}")
    @CsvSource({
        "residual, 20, false",
        "nested, 90, true",
        "inputs, 30, true",
        "vectors, 20, true",
        "middle, 16, false",
        "picture, 60, true"
    })
    void equalsTheGoldenModelInEveryLayerAndRun(String name, int multipliers, boolean uint8) throws Exception {
        Network network = GraphNetworks.of(name);
        IntegerModel model = uint8 ? RandomGraphs.uint8(network, multipliers) : RandomGraphs.wide(network, multipliers);
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        Path work = Files.createDirectory(folder.resolve("work"));

        Lint.Report lint = Lint.check(out, network.name(), work);
        assertThat(lint.findings()).isEmpty();

        VerifyResult result =
                Verifier.verify(out, Compiled.noise(network.input(), 12), VerifyOptions.thorough(12, 3, work));

        assertThat(result.failures()).isEmpty();
    }
}
