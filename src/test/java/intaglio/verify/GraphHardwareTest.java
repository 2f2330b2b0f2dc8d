package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.num.Interval;
import intaglio.testing.GraphNetworks;
import intaglio.testing.RandomGraphs;
import intaglio.testing.RandomTables;
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

    @ParameterizedTest(name = "{0} with {1} multipliers, {2}")
    @CsvSource({
        "residual, 20, wide",
        "nested, 90, uint8 with tables",
        "inputs, 30, uint8",
        "vectors, 20, uint8",
        "middle, 16, wide",
        "picture, 60, uint8"
    })
    void equalsTheGoldenModelInEveryLayerAndRun(String name, int multipliers, String kind) throws Exception {
        Network network = GraphNetworks.of(name);
        IntegerModel model = model(network, multipliers, kind);
        Path out = Compiled.design(model, multipliers, folder.resolve("out"));
        Path work = Files.createDirectory(folder.resolve("work"));

        Lint.Report lint = Lint.check(out, network.name(), work);
        assertThat(lint.findings()).isEmpty();

        VerifyResult result =
                Verifier.verify(out, Compiled.noise(network.input(), 12), VerifyOptions.thorough(12, 3, work));

        assertThat(result.failures()).isEmpty();
    }

    private static IntegerModel model(Network network, long seed, String kind) {
        if (kind.equals("wide")) {
            return RandomGraphs.wide(network, seed);
        }
        IntegerModel plain = RandomGraphs.uint8(network, seed);
        if (kind.equals("uint8")) {
            return plain;
        }
        IntegerModel model = RandomTables.in(plain, seed, new Interval(0, 255));
        assertThat(model.sums().values())
                .anySatisfy(sum -> assertThat(sum.table()).isPresent());
        return model;
    }
}
