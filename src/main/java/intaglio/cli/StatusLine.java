package intaglio.cli;

/** One line that rewrites itself: on a terminal only, elsewhere nothing at all. May be used by several threads. */
final class StatusLine {

    private static final String ERASE_LINE = "\r\u001b[K";

    private final Console console;
    private boolean shown;

    StatusLine(Console console) {
        this.console = console;
    }

    synchronized void show(String text) {
        if (console.interactive()) {
            shown = true;
            console.out().print(ERASE_LINE + OneLine.of(text));
            console.out().flush();
        }
    }

    /** Takes the line away, so that results can be printed. */
    synchronized void erase() {
        if (shown) {
            shown = false;
            console.out().print(ERASE_LINE);
            console.out().flush();
        }
    }
}
