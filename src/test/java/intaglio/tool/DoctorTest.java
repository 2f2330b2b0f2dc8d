package intaglio.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorTest {

    @Test
    void tableNamesEveryProgram() {
        assertThat(Tool.all())
                .extracting(Tool::command)
                .containsExactly(
                        "java",
                        "verilator",
                        "g++",
                        "make",
                        "iverilog",
                        "yosys",
                        "nextpnr-ecp5",
                        "nextpnr-ice40",
                        "nextpnr-himbaechel");
    }

    @Test
    void saysWhatIsMissingAndWhatIsTooOld() {
        Doctor doctor = Doctor.examine(Tool.all(), tool -> switch (tool.command()) {
            case "verilator" -> Optional.of(new Version("4.038"));
            case "yosys" -> Optional.empty();
            default -> Optional.of(new Version("99"));
        });

        assertThat(doctor.isFine()).isFalse();
        assertThat(doctor.report())
                .anySatisfy(line -> assertThat(line).matches("verilator +4\\.038 +5\\+ +TOO OLD +demo .*"))
                .anySatisfy(line -> assertThat(line).matches("yosys +- +0\\.20\\+ +MISSING +test .*"))
                .last()
                .asString()
                .endsWith("sudo apt-get install --no-install-recommends verilator yosys");
    }

    @Test
    void isContentWhereEverythingIsHere() {
        Doctor doctor = Doctor.examine(Tool.all(), tool -> Optional.of(tool.least()));

        assertThat(doctor.isFine()).isTrue();
        assertThat(doctor.report()).last().isEqualTo("everything is here");
    }

    @Test
    void whatOnlySynthNeedsMayBeMissing() {
        Doctor doctor = Doctor.examine(
                Tool.all(),
                tool -> tool.command().equals("nextpnr-ice40") ? Optional.empty() : Optional.of(tool.least()));

        assertThat(doctor.isFine()).isTrue();
        assertThat(doctor.report())
                .anySatisfy(line -> assertThat(line).matches("nextpnr-ice40 +- +0\\.4\\+ +optional +synth .*"))
                .last()
                .isEqualTo("everything is here but what synth needs; ./intaglio synth --flow FLOW --install gets it");
    }

    @Test
    void findsTheJavaItRunsOn() {
        assertThat(ToolVersions.find(Tool.named("java").orElseThrow()))
                .hasValueSatisfying(
                        found -> assertThat(found.isAtLeast(new Version("17"))).isTrue());
    }
}
