package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.IntaglioException;
import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesignPlanTest {

    @TempDir
    Path folder;

    @Test
    void readsWhatVerificationNeeds() throws IOException {
        DesignPlan plan = DesignPlan.read(ToyDesign.copyTo(folder.resolve("out")));
        assertThat(plan.top()).isEqualTo("toy");
        assertThat(plan.input()).isEqualTo(new Shape(2, 2, 3));
        assertThat(plan.output()).isEqualTo(new DesignPlan.Output(OutputKind.LOGITS, Shape.vector(12), 32, 4));
        assertThat(plan.interval()).isEqualTo(25);
        assertThat(plan.latency()).isEqualTo(24);
        Probe probe = plan.probes().get(0);
        assertThat(probe.name()).isEqualTo("c1.accumulator");
        assertThat(probe.data()).isEqualTo("u_c1.probe_accumulator");
        assertThat(probe.indices()).containsExactly(0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11);
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertRefused("\"interval\": 25,", "", "has no 'interval'");
        assertRefused("\"multipliers\": 2", "\"multipliers\": \"many\"", "'multipliers' is \"many\", not an integer");
        assertRefused("\"bits\": 18", "\"bits\": 65", "plan.json: probe 0: 'bits' is 65, not 1 to 64");
        assertRefused("[[2, 6]]", "[[2, 6, 1]]", "is not [count, stride]");
        assertRefused("[[2, 6]]", "[[0, 6]]", "a loop of 0 steps");
        assertRefused("\"accumulator\", \"valid\"", "\"sum\", \"valid\"", "'stage' is 'sum', which is no stage");
        assertRefused("[[2, 6]]", "[[2, 6], [9000000, 1]]", "probe 0: 'lanes' stands for more than 16777216 values");
        assertRefused("[[2, 6]]", "[[9000000, 6]]", "stands for more than 16777216 values");
        assertRefused("\"signed\": true", "\"signed\": 1", "'signed' is neither true nor false");
        assertRefused("\"height\": 2", "\"height\": 9000000", "'input' stands for more than 16777216 values");
        assertRefused("{\n  \"top\"", "{{", "is no JSON");
        assertRefused("\"interval\": 25", "\"interval\": 0", "'interval' is 0, not a number of cycles");
        assertRefused("\"toy\"", "\"toy; $system\"", "'top' is 'toy; $system', which is no Verilog name");
    }

    @Test
    void aMissingFileIsBadInput() {
        assertThatThrownBy(() -> DesignPlan.read(folder))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("plan.json: cannot be read");
    }

    @Test
    void filesOutsideTheFolderAndMissingOnesAreRefused() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("files"));
        Files.writeString(out.resolve("filelist.f"), "rtl/toy.v\nrtl/../../x.v\nrtl/gone.v\n");
        assertThatThrownBy(() -> Verilator.rtlFiles(out))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("'rtl/../../x.v' is not of the form rtl/name.v")
                .hasMessageContaining("gone.v: is in filelist.f but missing");
    }

    private void assertRefused(String from, String to, String message) throws IOException {
        Path out = ToyDesign.copyTo(Files.createTempDirectory(folder, "out"));
        ToyDesign.edit(out.resolve("plan.json"), from, to);
        assertThatThrownBy(() -> DesignPlan.read(out))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining(message);
    }
}
