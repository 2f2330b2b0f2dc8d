package intaglio.cli;

import intaglio.diag.IntaglioException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The file of {@code --logits}: one image a line, integers with commas. */
record LogitsFile(Path file) {

    private static final Pattern LINE = Pattern.compile("-?\\d+(,-?\\d+)*");

    /**
     * Checks before any work that the file can be written and is not somebody else's.
     *
     * @throws IntaglioException exit code 3
     */
    static LogitsFile prepare(Path file) {
        OutputFile.checkWritable(file);
        if (Files.exists(file) && !isEmptyOrLogits(file)) {
            throw IntaglioException.badInput(
                    file.toString(), "exists and holds no logits", "give another name or remove it");
        }
        return new LogitsFile(file);
    }

    void write(long[][] logits) {
        OutputFile.write(file, writer -> {
            for (long[] row : logits) {
                for (int i = 0; i < row.length; i++) {
                    writer.write(i == 0 ? "" : ",");
                    writer.write(Long.toString(row[i]));
                }
                writer.write('\n');
            }
        });
    }

    private static boolean isEmptyOrLogits(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            char[] start = new char[1024];
            int length = reader.read(start);
            String first = length <= 0 ? "" : new String(start, 0, length).split("\n", 2)[0];
            return length <= 0 || LINE.matcher(first).matches();
        } catch (IOException e) {
            return false;
        }
    }
}
