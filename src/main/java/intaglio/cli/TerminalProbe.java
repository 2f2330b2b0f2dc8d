package intaglio.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether standard output is a terminal. */
final class TerminalProbe {

    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private TerminalProbe() {}

    /**
     * {@link System#console()} alone is not enough: it also looks at standard input, and from Java 22 on it exists
     * without any terminal.
     */
    static boolean standardOutputIsTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
