package intaglio.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths from what nextpnr and Yosys wrote. */
class TimingTest {

    private static final CellNames ECP5 = new CellNames(Set.of("CCU2C", "L6MUX21", "LUT4", "PFUMX", "TRELLIS_FF"));

    @TempDir
    Path folder;

    @Test
    void theLongestPathOfTheDelaysIsTheOneOfTheReport() throws IOException {
        List<TimedPath> paths = SdfFile.read(Recorded.file("delays.sdf")).longest(5, ECP5::register, CellNames::kind);
        JsonNode report =
                new ObjectMapper().readTree(Recorded.file("report.json").toFile());

        TimedPath longest = paths.get(0);
        double period =
                1000 / report.path("fmax").elements().next().path("achieved").asDouble();
        assertThat(longest.nanoseconds()).isEqualTo(period, within(0.0015));
        double wires = 0;
        for (JsonNode step : report.path("critical_paths").path(0).path("path")) {
            wires += step.path("type").asText().equals("routing")
                    ? step.path("delay").asDouble()
                    : 0;
        }
        assertThat(longest.wires()).isEqualTo(wires, within(0.0015));
        assertThat(longest.from()).isEqualTo("u_tally.x_q");
        assertThat(longest.to()).isEqualTo("u_tally.sum_q");
        assertThat(longest.through()).hasSize(5).containsOnly("TRELLIS_COMB");
    }

    @Test
    void pathsOfTheSameRegistersAreToldOnce() throws IOException {
        List<TimedPath> paths = SdfFile.read(Recorded.file("delays.sdf")).longest(5, ECP5::register, CellNames::kind);

        assertThat(paths)
                .extracting(path -> path.from() + " " + path.to())
                .containsExactly("u_tally.x_q u_tally.sum_q", "u_tally.sum_q last_q");
        assertThat(paths).isSortedAccordingTo((a, b) -> Double.compare(b.nanoseconds(), a.nanoseconds()));
    }

    @Test
    void damagedDelaysGiveNoPathAndNoFailure() throws IOException {
        List<String> lines = Files.readAllLines(Recorded.file("delays.sdf"));
        Path cut = folder.resolve("cut.sdf");
        for (int left = 0; left < lines.size(); left += 7) {
            Files.write(cut, lines.subList(0, left));
            assertThat(SdfFile.read(cut).longest(5, ECP5::register, CellNames::kind))
                    .hasSizeLessThan(3);
        }
    }

    @Test
    void aLoopIsLeftOut() {
        TimingGraph graph = new TimingGraph();
        TimingGraph.Pin clock = new TimingGraph.Pin("a", "CLK");
        TimingGraph.Pin out = new TimingGraph.Pin("a", "Q");
        TimingGraph.Pin in = new TimingGraph.Pin("b", "A");
        TimingGraph.Pin back = new TimingGraph.Pin("b", "Z");
        TimingGraph.Pin data = new TimingGraph.Pin("a", "D");
        graph.cellDelay(clock, out, 1);
        graph.wire(out, data, 2);
        graph.wire(out, in, 1);
        graph.cellDelay(in, back, 1);
        graph.wire(back, in, 1);
        graph.setup(data, clock, 0.5);

        assertThat(graph.longest(5, cell -> cell, cell -> cell))
                .containsExactly(new TimedPath(3.5, 2, "a", List.of(), "a"));
    }

    @Test
    void aCellIsNamedAfterItsRegister() {
        CellNames names = new CellNames(Set.of("TRELLIS_FF", "MULT18X18D", "LUT4"));

        assertThat(names.register("u_c3.u_macs.gen_pe[1].u_lane.gen_tap[0].full_MULT18X18D_P0"))
                .isEqualTo("u_c3.u_macs.gen_pe[1].u_lane.gen_tap[0].full");
        assertThat(names.register("u_argmax.index_q_TRELLIS_FF_Q_DI_LUT4_Z")).isEqualTo("u_argmax.index_q");
        assertThat(names.register("u_c3.u_weights.memory.0.12")).isEqualTo("u_c3.u_weights.memory");
        assertThat(names.register("u_LUT.held_q")).isEqualTo("u_LUT.held_q");
        assertThat(CellNames.kind("u_c3.u_macs.gen_pe[1].u_lane.gen_tap[10].x_q"))
                .isEqualTo("u_macs.gen_pe[].u_lane.gen_tap[].x_q");
    }

    @Test
    void yosysTellsThePathOfCells() {
        CellNames names = new CellNames(Set.of("LUT4", "CARRY4", "SRL16E", "BUFG"));

        assertThat(CellTiming.read(Recorded.file("timing.log"), names))
                .contains(new TimedPath(
                        3.010,
                        0,
                        "u_c.u_engine.u_source.u_delay_first.gen_stages.gen_stage[7].stage_q",
                        List.of("LUT4", "CARRY4", "CARRY4", "CARRY4", "CARRY4", "CARRY4"),
                        "u_c.u_engine.u_source.u_delay_first.gen_stages.gen_stage[7].stage_q"));
    }

    @Test
    void aLogWithoutTimesGivesNoPath() throws IOException {
        Path log = Files.writeString(
                folder.resolve("timing.log"), "Latest arrival time in 't' is 0:\nNo timing paths found.\n");

        assertThat(CellTiming.read(log, ECP5)).isEqualTo(Optional.empty());
    }
}
