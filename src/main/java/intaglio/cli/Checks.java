package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.Problem;
import intaglio.diag.Problems;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs several checks that do not depend on each other and keeps what each finds, to report all of it in one go. */
final class Checks {

    private final Problems problems = new Problems();

    /** The result, or nothing where the input is bad; that is remembered. Other failures pass through. */
    <T> Optional<T> attempt(Supplier<T> check) {
        try {
            return Optional.of(check.get());
        } catch (IntaglioException e) {
            if (e.exitCode() != ExitCode.BAD_INPUT) {
                throw e;
            }
            for (Problem problem : e.problems()) {
                add(problem.where(), problem.what(), problem.help());
            }
            return Optional.empty();
        }
    }

    void attempt(Runnable check) {
        attempt(() -> {
            check.run();
            return true;
        });
    }

    void add(String where, String what, String help) {
        problems.add(where, what, help);
    }

    /** Stops the work when anything was found (exit code 3). */
    void throwIfAny() {
        problems.throwIfAny();
    }
}
