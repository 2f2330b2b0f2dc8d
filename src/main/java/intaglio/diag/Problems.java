package intaglio.diag;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with one input, so that the user sees all of it in one go. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    public void add(String where, String what, String help) {
        found.add(new Problem(where, what, help));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Problem> found() {
        return List.copyOf(found);
    }

    /** Stops the work when anything was found (exit code 3). */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new IntaglioException(ExitCode.BAD_INPUT, found);
        }
    }
}
