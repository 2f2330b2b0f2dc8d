package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.verify.RequiredTools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from end to end, through the command line. */
@Tag("rtl")
class DemoVerbTest {

    @TempDir
    Path folder;

    @BeforeEach
    void needsTools() {
        RequiredTools.require("verilator", "g++", "make");
    }

    @Test
    void demoEndsVerified() {
        CommandLineRun run = CommandLineRun.of("demo");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("$ intaglio compile ", "accuracy ", "plan 1000, measured 1000 cycles", " 0 mismatches\n");
    }

    @Test
    void differenceEndsWithExitCodeOne() throws Exception {
        Path out = folder.resolve("out");
        CommandLineRun.of("compile", "examples/lenet.pth", "--out", out);
        Path bias = out.resolve("weights/c3.bias.txt");
        String text = Files.readString(bias);
        int end = text.lastIndexOf('\n', text.length() - 2) + 1;
        long last = Long.parseLong(text.substring(end).strip());
        Files.writeString(bias, text.substring(0, end) + (last + 4096) + "\n");

        CommandLineRun run = CommandLineRun.of(
                "verify",
                out,
                "--images",
                "examples/digits",
                "--frames",
                3,
                "--frames-only",
                "--work",
                folder.resolve("work"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("MISMATCH").contains("c3");
    }
}
