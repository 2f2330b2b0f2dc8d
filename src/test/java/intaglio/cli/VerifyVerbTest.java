package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.verify.RequiredTools;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyVerbTest {

    @TempDir
    Path folder;

    @Test
    void wrongOptionsAreReportedAtOnce() {
        CommandLineRun run = CommandLineRun.of("verify", "--frames", "none", "--jobs", 0, "--seed=-1");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("--images is missing")
                .contains("--frames is none; give an integer from 1 to 2147483647")
                .contains("--jobs is 0; give an integer from 1 to 256")
                .contains("--seed is -1");
        assertThat(run.err().lines()).hasSize(4);
    }

    @Test
    @Tag("rtl")
    void folderWithoutDesignIsRefused() {
        RequiredTools.require("verilator", "g++", "make");

        CommandLineRun missing = CommandLineRun.of("verify", folder.resolve("no"), "--images", "examples/digits");
        CommandLineRun empty = CommandLineRun.of("verify", folder, "--images", "examples/digits");

        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.err()).contains("no: no such folder; make it with: intaglio compile MODEL --out ");
        assertThat(empty.status()).isEqualTo(3);
        assertThat(empty.err()).contains("holds no compiled design (no manifest.json)");
    }
}
