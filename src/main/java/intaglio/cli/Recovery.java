package intaglio.cli;

import intaglio.rtl.OutputFolder;
import java.nio.file.Path;

/** Ends what a killed {@code compile} has left in an output folder, before a verb reads or writes it, and says so. */
final class Recovery {

    private Recovery() {}

    static void of(Path out, Console console) {
        new OutputFolder(out).recover().ifPresent(done -> console.note(OneLine.of(out + ": " + done)));
    }
}
