package intaglio.diag;

import java.util.Objects;

/**
 * One thing that is wrong with the user's input.
 *
 * @param where the place: a file, and inside it the tensor, layer, JSON path or byte offset
 * @param what what is wrong, with both numbers (found and expected) where there are numbers
 * @param help how to mend it
 */
public record Problem(String where, String what, String help) {

    public Problem {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(help, "help");
    }

    /** One line: {@code where: what; help}. */
    @Override
    public String toString() {
        return where + ": " + what + "; " + help;
    }
}
