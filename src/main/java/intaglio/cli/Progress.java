package intaglio.cli;

/** How far a long piece of work is, counted; on a terminal only. */
final class Progress {

    private static final long LEAST_NANOS = 100_000_000;

    private final StatusLine status;
    private final String work;
    private final long total;
    private long shownAt = System.nanoTime();

    Progress(Console console, String work, long total) {
        this.status = new StatusLine(console);
        this.work = work;
        this.total = total;
    }

    /** Shows {@code done} of the total, at most ten times a second; the first time after a tenth of a second. */
    void at(long done) {
        long now = System.nanoTime();
        if (now - shownAt >= LEAST_NANOS) {
            shownAt = now;
            status.show(work + " " + done + " of " + total);
        }
    }

    void end() {
        status.erase();
    }
}
