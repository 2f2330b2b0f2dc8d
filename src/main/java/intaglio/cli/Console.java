package intaglio.cli;

import java.io.PrintStream;

/**
 * Where the verbs print.
 *
 * @param out results
 * @param err errors and notes
 * @param interactive whether {@code out} is a terminal: progress is shown on terminals only
 */
record Console(PrintStream out, PrintStream err, boolean interactive) {

    static Console ofProcess() {
        return new Console(System.out, System.err, TerminalProbe.standardOutputIsTerminal());
    }

    void print(String line) {
        out.print(line + "\n");
    }

    /** Something to know that is neither a result nor an error. */
    void note(String line) {
        err.print("intaglio: " + line + "\n");
    }

    void error(String line) {
        err.print("intaglio: error: " + line + "\n");
    }
}
