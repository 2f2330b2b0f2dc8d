package intaglio.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolCheckTest {

    @Test
    void reportsMissingAndOldProgramsTogether() {
        IntaglioException failure = catchThrowableOfType(
                IntaglioException.class,
                () -> ToolCheck.require(List.of("verilator", "g++", "make"), tool -> switch (tool.command()) {
                    case "verilator" -> Optional.of(new Version("4.038"));
                    case "g++" -> Optional.empty();
                    default -> Optional.of(tool.least());
                }));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.TOOL);
        assertThat(failure.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "verilator: is version 4.038, 5 or newer is needed; "
                                + "install it with: sudo apt-get install --no-install-recommends verilator",
                        "g++: not found on this machine; "
                                + "install it with: sudo apt-get install --no-install-recommends g++");
    }

    @Test
    void doesNotAskForProgramsOfOtherVerbs() {
        assertThatCode(() -> ToolCheck.require(List.of("make"), tool -> {
                    assertThat(tool.command()).isEqualTo("make");
                    return Optional.of(tool.least());
                }))
                .doesNotThrowAnyException();
    }
}
