package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("rtl")
class LintTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTools() {
        RequiredTools.require("verilator", "iverilog", "yosys");
    }

    @Test
    void aCleanDesignIsSilentInAllThreeTools() throws IOException {
        Lint.Report report = Lint.check(ToyDesign.copyTo(folder.resolve("out")), "toy", folder);
        assertThat(report.findings()).isEmpty();
        assertThat(report.modules()).isEqualTo(2);
        assertThat(report.runs()).isEqualTo(6);
    }

    @Test
    void eachToolFindsWhatItIsThereFor() throws IOException {
        Path narrow = ToyDesign.copyTo(folder.resolve("narrow"));
        ToyDesign.edit(narrow.resolve("rtl/toy.v"), "{{16{word[15]}}, word}", "word");
        assertThat(Lint.check(narrow, "toy", folder).findings())
                .extracting(LintFinding::tool)
                .contains("verilator");

        Path undriven = ToyDesign.copyTo(folder.resolve("undriven"));
        ToyDesign.edit(undriven.resolve("rtl/toy.v"), "    wire last = word_q == 4'd11;", "    wire last;");
        assertThat(Lint.check(undriven, "toy", folder).findings())
                .extracting(LintFinding::tool)
                .contains("verilator", "yosys");

        Path port = ToyDesign.copyTo(folder.resolve("port"));
        ToyDesign.edit(port.resolve("rtl/toy.v"), "        .s_last(channel_q),\n", "");
        assertThat(Lint.check(port, "toy", folder).findings())
                .extracting(LintFinding::tool)
                .contains("verilator", "iverilog");
    }

    @Test
    void aSwitchedOffWarningIsAFinding() throws IOException {
        Path out = ToyDesign.copyTo(folder.resolve("out"));
        ToyDesign.edit(out.resolve("rtl/toy.v"), "module toy (", "/* verilator lint_off WIDTH */\nmodule toy (");
        assertThat(Lint.check(out, "toy", folder).findings())
                .extracting(LintFinding::tool)
                .containsExactly("waiver");
    }
}
