package intaglio.cli;

/** How far a long piece of work is: one line that rewrites itself, on a terminal; elsewhere nothing at all. */
final class Progress {

    private static final String ERASE_LINE = "\r\u001b[K";
    private static final long LEAST_NANOS = 100_000_000;

    private final Console console;
    private final String work;
    private final long total;
    private long shownAt = System.nanoTime();
    private boolean shown;

    Progress(Console console, String work, long total) {
        this.console = console;
        this.work = work;
        this.total = total;
    }

    /** Shows {@code done} of the total, at most ten times a second; the first time after a tenth of a second. */
    void at(long done) {
        long now = System.nanoTime();
        if (console.interactive() && now - shownAt >= LEAST_NANOS) {
            shownAt = now;
            shown = true;
            console.out().print(ERASE_LINE + work + " " + done + " of " + total);
            console.out().flush();
        }
    }

    /** Takes the line away again. */
    void end() {
        if (shown) {
            console.out().print(ERASE_LINE);
            console.out().flush();
        }
    }
}
