package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("rtl")
class VerifierTest {

    @TempDir
    static Path work;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsVerilator() {
        RequiredTools.require("verilator", "g++");
    }

    @Test
    void aRightDesignIsVerifiedInEveryKindOfRun() throws IOException {
        VerifyResult result = verify(ToyDesign.copyTo(folder.resolve("out")));
        assertThat(result.failures()).isEmpty();
        assertThat(result.runs())
                .extracting(RunSummary::name)
                .containsExactlyInAnyOrder(
                        "back to back",
                        "input gaps",
                        "backpressure",
                        "stalls on both",
                        "resets",
                        "initial state",
                        "adversarial");
        assertThat(result.interval()).isEqualTo(25);
        assertThat(result.latency()).isEqualTo(24);
        assertThat(result.extremes()).hasSize(2).allMatch(Extremes::tight);
        assertThat(result.warnings()).singleElement().asString().contains("manifest.json is missing");
        assertThat(result.toText()).contains("0 mismatches", "c1.accumulator", "reached exactly");
        assertThat(result.bundle()).isNull();
    }

    @Test
    void theBundleReproducesTheFirstFailure() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(out.resolve("rtl/toy_conv.v"), "18'sd300", "18'sd301");
        VerifyResult result = verify(out);
        assertThat(result.passed()).isFalse();
        assertThat(result.exitCode().status()).isEqualTo(1);
        assertThat(result.toText()).contains("layer c1.accumulator, channel 0, row 0, column 0", "run.sh");

        Path log = folder.resolve("reproduced.log");
        List<String> command = List.of(result.bundle().resolve("run.sh").toString(), "--trace");
        ToolResult again = ToolRunner.run(command, folder, Duration.ofMinutes(5), log);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(Files.readString(log))
                .contains(
                        "failure kind=value cycle=" + result.mismatches().get(0).cycle());
        assertThat(result.bundle().resolve("mismatch.vcd")).isNotEmptyFile();
        assertThat(result.bundle().resolve("mismatch.txt"))
                .content()
                .startsWith("layer c1.accumulator, channel 0, row 0, column 0, frame 0");
        assertThat(result.bundle().resolve("tools.txt")).content().contains("Verilator 5", "java 1");
    }

    @Test
    void aGoldenValueThatDoesNotFitTheWiresIsAFailure() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(out.resolve("plan.json"), "\"bits\": 18", "\"bits\": 9");
        ToyDesign.edit(out.resolve("plan.json"), "u_c1.probe_accumulator\"", "u_c1.probe_accumulator[17:0]\"");
        assertThat(verify(out).failures()).extracting(Failure::check).contains("width c1.accumulator");
    }

    @Test
    void aProbeThatLeavesElementsOutIsAFailure() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(
                out.resolve("plan.json"),
                "\"bits\": 16, \"signed\": true, \"beats\": [[2, 3]",
                "\"bits\": 16, \"signed\": true, \"beats\": [[2, 2]");
        assertThat(verify(out).failures()).extracting(Failure::check).containsExactly("coverage c1.output");
    }

    @Test
    void theVectorsAreCutToTheFailingFrame() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        VerifyOptions options = VerifyOptions.framesOnly(50, 1, work).withBundleFolder(folder.resolve("bundles"));
        ToyDesign.edit(out.resolve("rtl/toy_conv.v"), "18'sd300", "18'sd301");
        VerifyResult result = ToyDesign.verify(out, 50, options);
        long bytes = Files.size(result.bundle().resolve("vectors.bin"));
        assertThat(bytes).isLessThan(50 * 12 * 12);
    }

    private VerifyResult verify(Path out) {
        VerifyOptions options = VerifyOptions.thorough(30, 5, work).withBundleFolder(folder.resolve("bundles"));
        return ToyDesign.verify(out, 30, options);
    }
}
