package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequantFileTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("requant.json"), text);
    }

    @Test
    void readsEntriesInFileOrder() throws IOException {
        RequantFile read = RequantFile.read(file("""
                {"gain": 128, "layers": {"z": {"scale": 23, "shift": 12, "zeroPoint": 99},
                                         "a": {"scale": 1, "shift": 0, "zeroPoint": 0}}}"""));
        assertThat(read.gain()).isEqualTo(128);
        assertThat(read.layers().keySet()).containsExactly("z", "a");
        assertThat(read.layers().get("z")).isEqualTo(new RequantFile.Entry(23, 12, 99));
    }

    @Test
    void everyWrongFieldIsReported() throws IOException {
        Path file = file("""
                {"gain": 0.5, "gian": 256, "layers": {"c1": {"scale": 0, "shift": 63, "zeroPoint": 256, "scael": 1},
                                         "c3": 7, "c5": {"scale": 99999999999, "shift": "4"}}}""");
        assertThatThrownBy(() -> RequantFile.read(file))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContainingAll(
                        "/gain",
                        "/gian",
                        "/layers/c1/scale",
                        "/layers/c1/shift",
                        "/layers/c1/zeroPoint",
                        "/layers/c1/scael",
                        "/layers/c3",
                        "/layers/c5/scale",
                        "/layers/c5/shift",
                        "/layers/c5/zeroPoint: is missing");
    }

    @Test
    void unreadableFilesAreOneLineErrors() throws IOException {
        for (String text : new String[] {"", "{", "[1]", "nonsense", "{\"gain\": 1, \"gain\": 2}", "{} {}"}) {
            Path file = file(text);
            assertThatThrownBy(() -> RequantFile.read(file))
                    .as(text)
                    .isInstanceOfSatisfying(IntaglioException.class, e -> {
                        assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
                        e.problems()
                                .forEach(problem ->
                                        assertThat(problem.toString()).doesNotContain("\n"));
                    });
        }
        assertThatThrownBy(() -> RequantFile.read(folder.resolve("absent.json")))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("absent.json");
    }
}
