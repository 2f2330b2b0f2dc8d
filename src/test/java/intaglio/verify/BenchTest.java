package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench on a hand-written design: right ones pass, and every kind of wrong one fails for its own reason. */
@Tag("rtl")
class BenchTest {

    private static final int FRAMES = 40;

    @TempDir
    static Path benches;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsVerilator() {
        RequiredTools.require("verilator", "g++");
    }

    @Test
    void theRightDesignPassesEveryRun() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        DesignPlan plan = DesignPlan.read(out);
        assertPasses(out, BenchRun.unstalled(FRAMES, 1));
        assertPasses(out, BenchRun.inputGaps(FRAMES, 2, 30, plan));
        assertPasses(out, BenchRun.backpressure(FRAMES, 3, 20, plan));
        assertPasses(out, BenchRun.resets(FRAMES, 4, 60));
    }

    @Test
    void valuesArePlacedByLayerAndCoordinates() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(out.resolve("rom/c1_weights.mem"), "028", "029");
        Bench.Outcome outcome = run(out, BenchRun.unstalled(FRAMES, 1));
        assertThat(checks(outcome)).contains("value c1.accumulator", "value c1.output", "output");
        DesignPlan plan = DesignPlan.read(out);
        Mismatch first = Mismatch.of(
                plan.probes().get(0), plan.input(), outcome.result().failures().get(0));
        assertThat(first.channel()).isEqualTo(1);
        assertThat(first.probe()).isEqualTo("c1.accumulator");
        assertThat(first.toString()).contains("layer c1.accumulator, channel 1, row 0, column 0, frame 0 (image 0)");
    }

    @Test
    void aMissingRomIsAFailureEvenThoughTheSimulatorOnlyWarns() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        Files.delete(out.resolve("rom/c1_weights.mem"));
        assertThat(checks(run(out, BenchRun.unstalled(FRAMES, 1)))).contains("simulator warning");
    }

    @Test
    void aSilentProbeIsAFailure() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(out.resolve("plan.json"), "u_c1.probe_accumulator_valid", "rst");
        assertThat(checks(run(out, BenchRun.unstalled(FRAMES, 1))))
                .contains("probe-incomplete c1.accumulator", "count c1.accumulator");
    }

    @Test
    void aLateValidIsAFailure() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(out.resolve("rtl/toy_conv.v"), "reg               valid_q;", """
                reg               valid_q;
                    reg valid_late_q;
                    always @(posedge clk) valid_late_q <= valid_q;""");
        ToyDesign.edit(out.resolve("rtl/toy_conv.v"), "_valid = valid_q", "_valid = valid_late_q");
        assertThat(checks(run(out, BenchRun.unstalled(FRAMES, 1)))).contains("value c1.accumulator", "value c1.output");
    }

    @Test
    void aSlowerDesignIsAFailure() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(out.resolve("plan.json"), "\"shortestInterval\": 25", "\"shortestInterval\": 24");
        assertThat(checks(run(out, BenchRun.unstalled(FRAMES, 1)))).containsExactly("interval");
        ToyDesign.edit(out.resolve("plan.json"), "\"shortestInterval\": 24", "\"shortestInterval\": 25");
        ToyDesign.edit(out.resolve("plan.json"), "\"latency\": 24", "\"latency\": 23");
        assertThat(checks(run(out, BenchRun.unstalled(FRAMES, 1)))).containsExactly("latency");
    }

    @Test
    void aWrongClassOrLastIsAFailure() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(out.resolve("rtl/toy.v"), "word > best_q", "word >= best_q && word_q[0]");
        assertThat(checks(run(out, BenchRun.unstalled(FRAMES, 1)))).containsOnly("class");
        Path second = ToyDesign.copyTo(folder.resolve("second"));
        ToyDesign.edit(second.resolve("rtl/toy.v"), "m_axis_tlast = last", "m_axis_tlast = word_q == 4'd10");
        assertThat(checks(run(second, BenchRun.unstalled(FRAMES, 1)))).contains("tlast");
    }

    @Test
    void anExtraFrameIsAFailure() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        // Whenever nothing has come in yet, it sends what it has.
        ToyDesign.edit(out.resolve("rtl/toy.v"), "            if (take) begin\n", """
                        if (!send_q && taken_q == 3'd0) send_q <= 1'b1;
                        if (take) begin
            """);
        assertThat(checks(run(out, BenchRun.inputGaps(FRAMES, 1, 30, DesignPlan.read(out)))))
                .contains("output-unexpected");
    }

    @Test
    void aDroppedValidAndUnstableDataAreFailures() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        DesignPlan plan = DesignPlan.read(out);
        ToyDesign.edit(out.resolve("rtl/toy.v"), "m_axis_tvalid = send_q", "m_axis_tvalid = send_q && !flip_q");
        ToyDesign.edit(out.resolve("rtl/toy.v"), "    reg [3:0] word_q;", """
                    reg flip_q;
                    always @(posedge clk) flip_q <= rst ? 1'b0 : !flip_q;
                    reg [3:0] word_q;""");
        assertThat(checks(run(out, BenchRun.backpressure(FRAMES, 1, 40, plan)))).containsOnly("valid-dropped");

        Path second = ToyDesign.copyTo(folder.resolve("second"));
        ToyDesign.edit(second.resolve("rtl/toy.v"), "[15]}}, word}", "[15]}}, word ^ {15'd0, flip_q}}");
        ToyDesign.edit(second.resolve("rtl/toy.v"), "    reg [3:0] word_q;", """
                    reg flip_q;
                    always @(posedge clk) flip_q <= send_q && !m_axis_tready;
                    reg [3:0] word_q;""");
        assertThat(checks(run(second, BenchRun.backpressure(FRAMES, 1, 40, plan))))
                .contains("data-not-held");
    }

    @Test
    void aDeadlockEndsTheRun() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(
                out.resolve("rtl/toy.v"),
                "send_q <= 1'b0;\n                    taken_q <= 3'd0",
                "send_q <= 1'b0;\n                    taken_q <= 3'd6");
        assertThat(checks(run(out, BenchRun.unstalled(FRAMES, 1)))).contains("deadlock");
    }

    @Test
    void stateThatSurvivesAResetIsAFailure() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(out.resolve("rtl/toy.v"), "            word_q <= 4'd0;\n        end else", "        end else");
        Bench.Outcome outcome = run(out, BenchRun.resets(FRAMES, 4, 20));
        assertThat(outcome.passed()).isFalse();
    }

    private static void assertPasses(Path out, BenchRun run) throws IOException {
        Bench.Outcome outcome = run(out, run);
        assertThat(outcome.failures()).as(run.name()).isEmpty();
        assertThat(outcome.result().run().number("resets")).isEqualTo(run.resets());
    }

    private static List<String> checks(Bench.Outcome outcome) {
        return outcome.failures().stream().map(Failure::check).distinct().toList();
    }

    private static Bench.Outcome run(Path out, BenchRun run) throws IOException {
        DesignPlan plan = DesignPlan.read(out);
        Bench bench = new Verilator(benches).build(out, plan, false);
        Path vectors = ToyDesign.vectors(out.resolve("vectors.bin"), plan, 9);
        return bench.run(out, run, vectors, out.resolve("run.log"));
    }
}
