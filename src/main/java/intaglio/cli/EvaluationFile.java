package intaglio.cli;

import intaglio.diag.IntaglioException;
import intaglio.evaluate.EvaluationJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of {@code evaluate --json}. */
record EvaluationFile(Path file) {

    /**
     * Checks before any work that the file can be written and is not somebody else's.
     *
     * @throws IntaglioException exit code 3
     */
    static EvaluationFile prepare(Path file) {
        OutputFile.checkWritable(file);
        if (Files.exists(file) && !isEmptyOrEvaluation(file)) {
            throw IntaglioException.badInput(
                    file.toString(), "exists and holds no evaluation", "give another name or remove it");
        }
        return new EvaluationFile(file);
    }

    void write(String text) {
        OutputFile.write(file, writer -> writer.write(text));
    }

    private static boolean isEmptyOrEvaluation(Path file) {
        try (var input = Files.newInputStream(file)) {
            String start = new String(input.readNBytes(200), StandardCharsets.ISO_8859_1);
            return start.isEmpty() || (start.startsWith("{") && start.contains('"' + EvaluationJson.KIND + '"'));
        } catch (IOException e) {
            return false;
        }
    }
}
