package intaglio.cli;

import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of an option {@code --json}. */
record ResultFile(Path file) {

    /**
     * Checks before any work that the file can be written and is not somebody else's.
     *
     * @param kind the word that a file of ours begins with
     * @param what what such a file holds, in words
     * @throws IntaglioException exit code 3
     */
    static ResultFile prepare(Path file, String kind, String what) {
        OutputFile.checkWritable(file);
        if (Files.exists(file) && !isEmptyOr(kind, file)) {
            throw IntaglioException.badInput(
                    file.toString(), "exists and holds no " + what, "give another name or remove it");
        }
        return new ResultFile(file);
    }

    void write(String text) {
        OutputFile.write(file, writer -> writer.write(text));
    }

    private static boolean isEmptyOr(String kind, Path file) {
        try (var input = Files.newInputStream(file)) {
            String start = new String(input.readNBytes(200), StandardCharsets.ISO_8859_1);
            return start.isEmpty() || (start.startsWith("{") && start.contains('"' + kind + '"'));
        } catch (IOException e) {
            return false;
        }
    }
}
