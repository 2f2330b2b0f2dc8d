package intaglio.verify;

/**
 * Something verification objects to.
 *
 * @param check which check found it, for instance {@code value c1.accumulator}, {@code interval}, {@code deadlock}
 * @param run name of the run, or of the step before the runs
 * @param text the finding in words, both numbers included
 */
public record Failure(String check, String run, String text) {

    @Override
    public String toString() {
        return check + " (" + run + "): " + text;
    }
}
