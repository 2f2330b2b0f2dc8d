package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageSet;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.testing.AwkwardNames;
import intaglio.testing.HardwareModels;
import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import intaglio.verify.RequiredTools;
import intaglio.verify.Verifier;
import intaglio.verify.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of awkward names, and of every keyword, go through all tools without a word. */
@Tag("rtl")
class NamesHardwareTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTools() {
        RequiredTools.require("verilator", "g++", "iverilog", "yosys");
    }

    static Stream<Network> ofKeywords() {
        return AwkwardNames.pools(Keywords.ALL).stream();
    }

    @ParameterizedTest
    @MethodSource({"intaglio.testing.AwkwardNames#networks", "ofKeywords"})
    void noToolObjects(Network network) throws IOException {
        Path out = compile(network);
        List<String> files = Files.readAllLines(out.resolve("filelist.f"));
        String top = Names.of(network, plan(network)).top();
        String all = String.join(" ", files);
        assertSilent(out, "verilator --lint-only -Wall --top-module " + top + " " + all);
        assertSilent(out, "iverilog -g2005 -Wall -s " + top + " -o /dev/null " + all);
        assertSilent(
                out,
                "yosys -q -p",
                "read_verilog -defer " + all + "; hierarchy -check -top " + top + "; proc; check -assert");
    }

    @ParameterizedTest
    @MethodSource("verified")
    void equalsTheGoldenModel(Network network) throws IOException {
        byte[] pixels = new byte[20 * network.input().elements()];
        new Random(3).nextBytes(pixels);
        ImageSet images = new ImageSet(network.input(), 20, pixels, List.of());
        VerifyOptions options = VerifyOptions.framesOnly(20, 1, folder.resolve("work"));
        assertThat(Verifier.verify(compile(network), images, options).failures())
                .isEmpty();
    }

    static Stream<Network> verified() {
        return Stream.of(
                AwkwardNames.mergedBesideLayer(),
                AwkwardNames.convolutions("bench_top", "dut", "u_fifo", "fifo_out_valid", "clk", "pixels"),
                AwkwardNames.convolutions("dut", "bench_top", "argmax", "logit", "class", "result"));
    }

    private void assertSilent(Path out, String command, String... more) throws IOException {
        List<String> words =
                Stream.concat(Stream.of(command.split(" ")), Stream.of(more)).toList();
        Path log = folder.resolve("log");
        ToolResult result = ToolRunner.run(words, out, Duration.ofMinutes(5), log);
        assertThat(Files.readAllLines(log)).allMatch(line -> line.startsWith("$ ") || line.isBlank());
        assertThat(result.exit()).isZero();
    }

    private static IntegerModel model(Network network) {
        return HardwareModels.uint8(network, 3, true);
    }

    private static Plan plan(Network network) {
        return Plan.of(model(network), RangeAnalysis.of(model(network)), 30);
    }

    private Path compile(Network network) {
        Ranges ranges = RangeAnalysis.of(model(network));
        Path out = folder.resolve("out");
        new Compilation(model(network), ranges, plan(network)).write(out, "test", Map.of());
        return out;
    }
}
