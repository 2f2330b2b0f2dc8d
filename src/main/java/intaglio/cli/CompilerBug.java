package intaglio.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Reports a failure that is ours, not the user's. */
final class CompilerBug {

    private CompilerBug() {}

    /** Says whose fault it is first, and keeps the stack trace below it for the report. */
    static void report(Throwable failure, List<String> words, Console console) {
        String what = failure instanceof StackOverflowError ? "stack overflow" : String.valueOf(failure);
        console.error(OneLine.of("compiler bug: " + what
                + "; this is not your mistake: please report it with the lines below and the input files"));
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        console.err()
                .print("    intaglio " + VersionVerb.version() + ", Java " + Runtime.version() + ", arguments " + words
                        + "\n");
        trace.toString().lines().limit(60).forEach(line -> console.err().print("    " + line + "\n"));
    }
}
