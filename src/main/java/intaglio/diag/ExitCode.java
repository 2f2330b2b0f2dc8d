package intaglio.diag;

/** Process exit codes of the command line; the same everywhere. */
public enum ExitCode {
    /** All went well. */
    OK(0),
    /** Verification found a difference between the RTL and the golden model. */
    MISMATCH(1),
    /** The command line is wrong. */
    USAGE(2),
    /** A model or a data file is wrong, or an output cannot be written. */
    BAD_INPUT(3),
    /** An external tool is missing or failed. */
    TOOL(4);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
