package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import intaglio.verify.RequiredTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionVerbTest {

    @TempDir
    Path folder;

    @Test
    void bashCompletesVerbsAndOptions() throws IOException {
        RequiredTools.require("bash");
        Path script = Files.writeString(
                folder.resolve("test.sh"),
                CommandLineRun.of("completion", "bash").out() + """
                        COMP_WORDS=(intaglio ver); COMP_CWORD=1; _intaglio; echo "${COMPREPLY[@]}"
                        COMP_WORDS=(intaglio compile --rom); COMP_CWORD=2; _intaglio; echo "${COMPREPLY[@]}"
                        """);
        Path log = folder.resolve("log");
        ToolResult result = ToolRunner.run(List.of("bash", script.toString()), folder, Duration.ofSeconds(30), log);
        assertThat(result.exit()).isZero();
        assertThat(Files.readAllLines(log)).contains("verify version", "--rom");
    }

    @Test
    void everyVerbIsThereForEachShell() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            assertThat(CommandLineRun.of("completion", shell).out()).contains(Verbs.names());
        }
        assertThat(CommandLineRun.of("completion", "csh").err()).contains("give bash, zsh or fish");
    }
}
