package intaglio.diag;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A failure the user can mend. Carries every problem found, one line each, and the exit code of the process.
 * Anything else that is thrown is a bug of the compiler and is worded as such by the command line.
 */
public final class IntaglioException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final transient List<Problem> problems;

    public IntaglioException(ExitCode exitCode, List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.exitCode = exitCode;
        this.problems = List.copyOf(problems);
    }

    /** A model or data file that cannot be used (exit code 3). */
    public static IntaglioException badInput(String where, String what, String help) {
        return new IntaglioException(ExitCode.BAD_INPUT, List.of(new Problem(where, what, help)));
    }

    /** A wrong command line (exit code 2). */
    public static IntaglioException usage(String what, String help) {
        return new IntaglioException(ExitCode.USAGE, List.of(new Problem("command line", what, help)));
    }

    /** A missing or failing external tool (exit code 4). */
    public static IntaglioException tool(String where, String what, String help) {
        return new IntaglioException(ExitCode.TOOL, List.of(new Problem(where, what, help)));
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public List<Problem> problems() {
        return problems;
    }
}
