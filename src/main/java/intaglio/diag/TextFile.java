package intaglio.diag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the text files of an output folder back, however damaged they are. */
public final class TextFile {

    private TextFile() {}

    /**
     * The text of the file.
     *
     * @param help how to mend the file
     * @throws IntaglioException exit code 3, where it cannot be read or is not text in UTF-8
     */
    public static String read(Path file, String help) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw IntaglioException.badInput(file.toString(), "cannot be read (" + IoReason.of(e) + ")", help);
        }
    }
}
