package intaglio.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.tool.Tool;
import intaglio.tool.ToolFinder.Found;
import intaglio.tool.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Synthesis with scripts that stand in for the programs and give what these once wrote. */
class SynthesizerTest {

    private static final String WRITE_CELLS = "cp '%s' cells.json; echo {} > netlist.json";
    private static final String ROUTE = "while [ $# -gt 0 ]; do case $1 in --seed) seed=$2;; esac; shift; done\n"
            + "sed \"s/381.24[0-9]*/${seed}00.5/\" '%s' > seed$seed.json; cp '%s' seed$seed.sdf";

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private Path design;
    private Path work;

    @BeforeEach
    void makeDesign() throws IOException {
        design = Files.createDirectory(folder.resolve("out"));
        work = folder.resolve("work");
        Files.createDirectories(design.resolve("rtl"));
        Files.createDirectories(design.resolve("rom"));
        Files.writeString(design.resolve("rtl/t.v"), "module t; endmodule\n");
        Files.writeString(design.resolve("rom/bias.mem"), "0\n");
        Files.writeString(design.resolve("filelist.f"), "rtl/t.v\n");
        makePlan();
    }

    @Test
    void reportsResourcesMedianClockAndFrames() throws IOException {
        SynthResult result = run("ecp5", "ECP5-25", 3, yosys("cells.json"), router());

        assertThat(result.used()).isEqualTo(new Resources(16, 10, 0, 0));
        assertThat(result.counted()).isEqualTo(new Resources(4 + 2 * 3, 10, 0, 0));
        assertThat(result.median()).hasValueSatisfying(median -> {
            assertThat(median.seed()).isEqualTo(2);
            assertThat(median.megahertz()).isEqualTo(200.5);
        });
        assertThat(result.framesPerSecond()).hasValue(80_200);
        assertThat(told)
                .anySatisfy(line -> assertThat(line).startsWith("yosys 0.23 synthesizes for ecp5, log: "))
                .contains("seed 3: 300.50 MHz");
        assertThat(SynthReport.lines(result))
                .contains(
                        "ECP5-25 (Lattice LFE5U-25F, CABGA381, speed grade 6), 3 multipliers in the plan",
                        "LUT                 16       24,288     0.1 %",
                        "clock 200.50 MHz, the median of 3 (100.50, 200.50, 300.50)",
                        "80,200 frames a second: a frame every 2,500 cycles, as planned",
                        "  2.62 ns, 1.11 of it wires",
                        "    from    u_tally.x_q",
                        "    through 5 TRELLIS_COMB",
                        "    to      u_tally.sum_q");
        assertThat(work.resolve("rom/bias.mem")).hasContent("0");
        assertThat(Files.readAllLines(work.resolve("synth.ys")))
                .startsWith(
                        "read_verilog -defer rtl/t.v", "hierarchy -top t -chparam BLOCK_WIDTH 18", "synth_ecp5 -top t");
        assertThat(Files.readString(work.resolve("seed2.log")))
                .contains("--25k --package CABGA381 --speed 6", "--freq 105.0 --seed 2", "--sdf seed2.sdf");
        assertThat(work.resolve("seed2.sdf")).doesNotExist();
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        SynthResult result = run("ecp5", "ECP5-45", 2, yosys("cells.json"), router());

        JsonNode json = new ObjectMapper().readTree(SynthJson.of(result));

        assertThat(json.path("megahertz").asDouble()).isEqualTo(100.5);
        assertThat(json.path("framesPerSecond").asDouble()).isEqualTo(40_200);
        assertThat(json.path("available").path("dsp").asInt()).isEqualTo(72);
        assertThat(json.path("fits").asBoolean()).isTrue();
        assertThat(json.path("cells").path("CCU2C").asInt()).isEqualTo(3);
        assertThat(json.path("seeds")
                        .path(1)
                        .path("paths")
                        .path(0)
                        .path("nanoseconds")
                        .asDouble())
                .isEqualTo(2.623);
    }

    @Test
    void whatDoesNotFitIsNotRouted() throws IOException {
        Path cells = folder.resolve("many.json");
        Files.writeString(
                cells,
                "{\"design\": {\"num_cells_by_type\": {\"MULT18X18D\": 29, \"LUT4\": 30000, \"$scopeinfo\": 7}}}");
        SynthResult result =
                run("ecp5", "ECP5-25", 1, script("yosys", WRITE_CELLS.formatted(cells)), script("nextpnr", "exit 9"));

        assertThat(result.routings()).isEmpty();
        assertThat(SynthReport.shortage(result)).hasValue("does not fit ECP5-25: 30,000 LUT of 24,288, 29 DSP of 28");
    }

    @Test
    void whatNextpnrSaysOfItsFailureIsTold() throws IOException {
        Path router = script("nextpnr", "echo Info: Packing; echo 'ERROR: no place for u_ring'; exit 1");

        IntaglioException failure = catchThrowableOfType(
                IntaglioException.class, () -> run("ecp5", "ECP5-25", 1, yosys("cells.json"), router));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.TOOL);
        assertThat(failure.getMessage())
                .isEqualTo("nextpnr-ecp5: ERROR: no place for u_ring; see " + work.resolve("seed1.log"));
    }

    @Test
    void aDamagedPlanIsRefused() throws IOException {
        for (String plan : List.of("{}", "{\"top\": \"a; exec x\", \"interval\": 1, \"multipliers\": 1}", "[")) {
            Files.writeString(design.resolve("plan.json"), plan);
            assertThat(refusal()).contains("plan.json").endsWith("compile the model again");
        }
        makePlan();
        for (String source : List.of("../x.v", "rtl/none.v", "rtl/t.v; exec x", "/etc/passwd")) {
            Files.writeString(design.resolve("filelist.f"), source + "\n");
            assertThat(refusal()).contains("filelist.f: names '" + source + "'");
        }
    }

    @Test
    void missingAndOldProgramsAreToldTogether() {
        IntaglioException failure = catchThrowableOfType(
                IntaglioException.class,
                () -> SynthTools.find(Flows.named("gowin").orElseThrow(), SynthesizerTest::oldYosys));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.TOOL);
        assertThat(failure.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "yosys: is version 0.23, 0.50 or newer is needed for --flow gowin;"
                                + " install it with: ./intaglio synth --flow gowin --install",
                        "nextpnr-himbaechel: not found on this machine;"
                                + " install it with: ./intaglio synth --flow gowin --install");
    }

    @Test
    void everyDeviceHasItsFlowAndNumbers() {
        assertThat(Devices.all())
                .extracting(Device::name)
                .doesNotHaveDuplicates()
                .hasSize(14);
        assertThat(Devices.all()).allSatisfy(device -> {
            assertThat(device.flow()).isIn("", "ecp5", "xilinx", "gowin", "ice40");
            assertThat(device.source()).isNotBlank();
            for (Resources.Kind kind : Resources.Kind.values()) {
                assertThat(kind.of(device.resources())).isPositive();
            }
        });
        assertThat(Flows.all()).allSatisfy(flow -> {
            assertThat(Devices.ofFlow(flow.name())).isNotEmpty();
            flow.router()
                    .ifPresent(
                            router -> assertThat(Tool.named(router.command())).isPresent());
        });
        assertThat(Devices.named("gw2a-18").map(Device::title)).contains("Gowin GW2AR-LV18QN88C8/I7");
    }

    private static Optional<Found> oldYosys(Tool tool, Version least) {
        return tool.command().equals("yosys") ? Optional.of(new Found("yosys", new Version("0.23"))) : Optional.empty();
    }

    private String refusal() {
        return catchThrowableOfType(IntaglioException.class, () -> DesignFolder.read(design))
                .getMessage();
    }

    private void makePlan() throws IOException {
        Files.writeString(design.resolve("plan.json"), "{\"top\": \"t\", \"interval\": 2500, \"multipliers\": 3}");
    }

    private SynthResult run(String flow, String device, int seeds, Path yosys, Path router) {
        SynthTools tools = new SynthTools(
                new Found(yosys.toString(), new Version("0.23")),
                Optional.of(new Found(router.toString(), new Version("0.11.1"))));
        SynthOptions options = new SynthOptions(
                Flows.named(flow).orElseThrow(),
                Devices.named(device).orElseThrow(),
                OptionalDouble.empty(),
                seeds,
                work,
                Duration.ofMinutes(1),
                told::add);
        return Synthesizer.run(DesignFolder.read(design), tools, options);
    }

    private Path yosys(String cells) throws IOException {
        return script("yosys", WRITE_CELLS.formatted(Recorded.file(cells)));
    }

    private Path router() throws IOException {
        return script("nextpnr", ROUTE.formatted(Recorded.file("report.json"), Recorded.file("delays.sdf")));
    }

    private Path script(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
