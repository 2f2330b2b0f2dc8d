package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.rtl.Compilation;
import intaglio.rtl.DesignOptions;
import intaglio.testing.HardwareModels;
import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import intaglio.verify.RequiredTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies beside the Verilog is read by the tools that it is for. */
@Tag("rtl")
class DesignKitTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private static Path files;
    private static Path inline;

    @BeforeAll
    static void compile() {
        files = compiled(DesignOptions.DEFAULT, "files");
        inline = compiled(new DesignOptions(DesignOptions.Roms.INLINE, false), "inline");
    }

    private static Path compiled(DesignOptions options, String name) {
        Network network = HardwareModels.strided();
        IntegerModel model = HardwareModels.uint8(network, 3, true);
        Ranges ranges = RangeAnalysis.of(model);
        Path out = folder.resolve(name);
        new Compilation(network, model, ranges, Plan.of(model, ranges, 9), options, BenchFrames.of(model))
                .write(out, "test", Map.of());
        return out;
    }

    private static String run(Path where, int status, String... command) throws IOException {
        Path log = Files.createTempFile(folder, "tool", ".log");
        ToolResult result = ToolRunner.run(List.of(command), where, LIMIT, log);
        String said = Files.readString(log);
        assertThat(result.exit()).as(said).isEqualTo(status);
        return said;
    }

    private static String shell(Path where, int status, String script) throws IOException {
        return run(where, status, "sh", "-c", script);
    }

    @Test
    void theBenchPassesInIcarusWithoutARomFile() throws IOException {
        RequiredTools.require("iverilog", "make");
        assertThat(inline.resolve("rom")).doesNotExist();
        assertThat(run(inline, 0, "make", "-s", "-C", "tb")).contains("PASS: tb_strided, 8 frames equal");
        assertThat(inline.resolve("tb")).isDirectoryNotContaining("glob:**.vvp");
    }

    @Test
    void theBenchSeesAWrongWord() throws IOException {
        RequiredTools.require("iverilog", "make");
        Path wrong = compiled(DesignOptions.DEFAULT, "wrong");
        Path expected = wrong.resolve("tb/expected.hex");
        List<String> lines = new ArrayList<>(Files.readAllLines(expected));
        lines.set(3, "0".repeat(lines.get(3).length() - 1) + (lines.get(3).endsWith("1") ? "2" : "1"));
        Files.write(expected, lines);
        assertThat(run(wrong, 2, "make", "-s", "-C", "tb")).contains("frame 0, word 3: is ", "FAIL: tb_strided");
    }

    /** Two levels below a foreign top, from another folder: the folder without and with its last slash, and none. */
    @ParameterizedTest(name = "ROM_DIR is ''{0}'', run in {1}")
    @CsvSource({"files/rom, .", "files/rom/, .", "'', files/rom", "nowhere, ."})
    void romFilesAreFoundBelowAForeignTop(String romFolder, String where) throws IOException {
        RequiredTools.require("iverilog", "yosys");
        boolean found = !romFolder.equals("nowhere");
        Path here = folder.resolve(where).normalize();
        Path board = Files.writeString(folder.resolve("board.v"), board(romFolder));
        String sources = "$(echo $(sed 's,^," + files + "/,' " + files + "/filelist.f)) " + board;
        String said = shell(
                here,
                found ? 0 : 1,
                "iverilog -g2005 -s board -o " + folder + "/board.vvp " + sources + " && vvp -n " + folder
                        + "/board.vvp");
        assertThat(said).contains(found ? "alive" : "in folder 'nowhere' is missing");
        shell(
                here,
                found ? 0 : 1,
                "yosys -q -p \"read_verilog -defer " + sources
                        + "; hierarchy -check -top board; proc; memory_collect\"");
    }

    private static String board(String romFolder) {
        return """
                module middle #(parameter FOLDER = "default") (input wire clk, input wire rst, output wire valid);
                    strided #(.ROM_DIR(FOLDER)) core (
                        .clk(clk), .rst(rst), .s_axis_tvalid(1'b0), .s_axis_tready(), .s_axis_tdata(8'd0),
                        .m_axis_tvalid(valid), .m_axis_tready(1'b1), .m_axis_tdata(), .m_axis_tlast(), .m_axis_tuser());
                endmodule
                module board;
                    reg clk = 0;
                    wire valid;
                    middle #(.FOLDER("%s")) u_middle (.clk(clk), .rst(1'b0), .valid(valid));
                    initial begin
                        clk = 1;
                        $display("alive");
                    end
                endmodule
                """.formatted(romFolder);
    }

    @Test
    void aRomFileWithTooFewWordsStopsIcarus() throws IOException {
        RequiredTools.require("iverilog", "make");
        Path cut = compiled(DesignOptions.DEFAULT, "cut");
        Path rom;
        try (Stream<Path> files = Files.list(cut.resolve("rom"))) {
            rom = files.sorted()
                    .filter(file -> file.toString().contains("_tap"))
                    .findFirst()
                    .orElseThrow();
        }
        List<String> lines = Files.readAllLines(rom);
        Files.write(rom, lines.subList(0, lines.size() - 1));
        assertThat(run(cut, 2, "make", "-s", "-C", "tb")).contains("'" + rom.getFileName() + "'", "has fewer than");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"files", "inline"})
    void theWrapperIsSilentInTheLinters(String design) throws IOException {
        RequiredTools.require("verilator", "iverilog", "yosys");
        Path out = folder.resolve(design);
        String sources = "$(echo $(cat filelist.f)) axi/*.v";
        String said = shell(out, 0, "verilator --lint-only -Wall --top-module strided_axi " + sources)
                + shell(out, 0, "verilator --lint-only -Wall -GCLASS_WORD=1 --top-module strided_axi " + sources)
                + shell(out, 0, "iverilog -g2005 -Wall -s strided_axi -o /dev/null " + sources)
                + shell(
                        out,
                        0,
                        "yosys -q -p \"read_verilog -defer " + sources
                                + "; hierarchy -check -top strided_axi; proc; check -assert\"");
        assertThat(said.lines().filter(line -> !line.startsWith("$ ") && !line.isBlank()))
                .isEmpty();
    }

    @Test
    void yosysReadsItsScript() throws IOException {
        RequiredTools.require("yosys");
        shell(files, 0, "grep -v synth yosys.ys > " + folder + "/read.ys && yosys -q " + folder + "/read.ys");
    }

    @Test
    void fusesocReadsTheCore() throws IOException {
        RequiredTools.orSkip("fusesoc");
        assertThat(run(folder, 0, "fusesoc", "--cores-root", files.toString(), "core", "show", "intaglio::strided"))
                .contains("strided_axi");
    }

    @Test
    void theDrawingIsXmlAndEveryPortIsTold() throws Exception {
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(files.resolve("ports.svg").toFile());
        String ports = Files.readString(files.resolve("ports.md"));
        Matcher port = Pattern.compile("(?m)^ +(?:input|output) +wire +(?:\\[\\d+:0\\] +)?(\\w+)")
                .matcher(Files.readString(files.resolve("rtl/strided.v")));
        int count = 0;
        while (port.find()) {
            assertThat(ports).contains("`" + port.group(1) + "`", "." + port.group(1) + "(");
            count++;
        }
        assertThat(count).isEqualTo(10);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"vivado.tcl", "quartus.tcl"})
    void scriptsAreTcl(String script) throws IOException {
        RequiredTools.orSkip("tclsh");
        Path stubs = Files.writeString(folder.resolve("stubs.tcl"), """
                # Every unknown command is a tool's: it is told, and the files that it names must be there.
                proc unknown {args} {
                    puts $args
                    foreach word $args {
                        if {[string match *.v $word] && ![file exists $word]} { error "no file $word" }
                    }
                }
                set argc 0
                set argv {}
                array set quartus {args {}}
                source [lindex $::argv_script 0]
                """.replace(
                        "[lindex $::argv_script 0]", files.resolve(script).toString()));
        String said = run(Files.createDirectories(folder.resolve("tcl")), 0, "tclsh", stubs.toString());
        assertThat(said).contains("strided_", "SYNTHESIS", files + "/rom");
    }
}
