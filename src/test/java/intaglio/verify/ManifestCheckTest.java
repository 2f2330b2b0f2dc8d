package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestCheckTest {

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    Path out;

    @BeforeEach
    void twoListedFiles() throws IOException {
        Files.createDirectories(out.resolve("rom"));
        Files.createFile(out.resolve("rom/a.mem"));
        Files.createFile(out.resolve("filelist.f"));
        Files.writeString(
                out.resolve("manifest.json"),
                "{\"files\": {\"filelist.f\": \"" + EMPTY + "\", \"rom/a.mem\": \"" + EMPTY + "\"}}");
    }

    @Test
    void unchangedFilesAreNotMentioned() throws IOException {
        assertThat(ManifestCheck.differences(out)).isEmpty();
    }

    @Test
    void changedMissingAndUnlistedFilesAre() throws IOException {
        Files.writeString(out.resolve("rom/a.mem"), "1");
        Files.delete(out.resolve("filelist.f"));
        Files.createFile(out.resolve("rom/b.mem"));
        assertThat(ManifestCheck.differences(out))
                .hasSize(3)
                .anyMatch(text -> text.startsWith("rom/a.mem is not what compile wrote"))
                .anyMatch(text -> text.startsWith("filelist.f is in manifest.json but missing"))
                .anyMatch(text -> text.startsWith("rom/b.mem is not in manifest.json"));
    }

    @Test
    void aDamagedManifestIsBadInput() throws IOException {
        assertRefused("{\"files\": {\"a\": \"1", "manifest.json, line 1, column ", "is no JSON (");
        assertRefused("[]", "manifest.json: is not a JSON object {...}; compile the model again");
        assertRefused("{}", "manifest.json: has no object 'files'; compile the model again");
        assertRefused("{\"files\": {\"rom/a.mem\": 12}}", "manifest.json, files/rom/a.mem: is no SHA-256");
        assertRefused("{\"files\": {\"a\": \"" + EMPTY + "\", \"a\": \"" + EMPTY + "\"}}", "Duplicate field 'a'");
    }

    @Test
    void namesThatNoFileCanHaveAreMissingFiles() throws IOException {
        Files.writeString(
                out.resolve("manifest.json"),
                "{\"files\": {\"a\\u0000\": \"" + EMPTY + "\", \"rom\": \"" + EMPTY + "\"}}");
        assertThat(ManifestCheck.differences(out)).hasSize(4).contains("rom is in manifest.json but missing");
    }

    private void assertRefused(String manifest, String... message) throws IOException {
        Files.writeString(out.resolve("manifest.json"), manifest);
        assertThatThrownBy(() -> ManifestCheck.differences(out))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContainingAll(message);
    }
}
