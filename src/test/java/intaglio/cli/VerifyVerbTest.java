package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.verify.RequiredTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    @Tag("rtl")
    void incompleteDesignAndBadWorkFolderAreToldTogether() throws IOException {
        RequiredTools.require("verilator", "g++", "make");
        Path design = Files.createDirectory(folder.resolve("design"));
        for (String name : new String[] {"manifest.json", "plan.json", "filelist.f", "rtl", "rom"}) {
            Files.copy(Path.of("rtl-out", name), design.resolve(name));
        }
        Path file = Files.createFile(folder.resolve("file"));

        CommandLineRun run =
                CommandLineRun.of("verify", design, "--images", "examples/digits", "--work", file.resolve("work"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err().lines())
                .containsExactly(
                        "intaglio: error: " + design + ": is not all that compile wrote (no network.json, no weights);"
                                + " compile the model again",
                        "intaglio: error: " + file.resolve("work") + ": cannot be written (" + file
                                + " is not a folder); choose another --work");
    }

    @Test
    @Tag("rtl")
    void whatAKilledCompilationLeftIsEndedFirst() throws IOException {
        RequiredTools.require("verilator", "g++", "make");
        Path design = copyOfTheSample();
        Path exchange = UnfinishedExchange.movingOut(design);

        CommandLineRun run = CommandLineRun.of("verify", design, "--images", folder.resolve("no images"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err().lines())
                .hasSize(2)
                .first()
                .isEqualTo("intaglio: " + design
                        + ": a compilation was killed while it wrote; what was there before it is back");
        assertThat(exchange).doesNotExist();
        assertThat(design.resolve("rtl/lenet.v")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"manifest-10108-511", "manifest-10108-733", "plan-11561-645", "plan-11561-695", "plan-11561-8879"
            })
    @Tag("rtl")
    void damagedFilesAreBadInput(String name) throws IOException {
        RequiredTools.require("verilator", "g++", "make");
        Path design = copyOfTheSample();
        String file = name.substring(0, name.indexOf('-')) + ".json";
        Files.copy(
                Path.of("src/test/resources/damaged", name + ".json"),
                design.resolve(file),
                StandardCopyOption.REPLACE_EXISTING);

        CommandLineRun run =
                CommandLineRun.of("verify", design, "--images", "examples/digits", "--work", folder.resolve("work"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("intaglio: error: " + design.resolve(file))
                .endsWith("; compile the model again");
    }

    private Path copyOfTheSample() throws IOException {
        Path design = folder.resolve("design");
        try (Stream<Path> files = Files.walk(Path.of("rtl-out"))) {
            for (Path file : files.toList()) {
                Files.copy(file, design.resolve(Path.of("rtl-out").relativize(file)));
            }
        }
        return design;
    }
}
