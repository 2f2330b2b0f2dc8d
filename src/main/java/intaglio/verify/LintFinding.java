package intaglio.verify;

/**
 * Something a linter objects to.
 *
 * @param tool {@code verilator}, {@code iverilog}, {@code yosys}, or {@code waiver} for a switched-off warning
 * @param top the module that was the top
 * @param text the tool's words
 */
public record LintFinding(String tool, String top, String text) {

    @Override
    public String toString() {
        return tool + " on " + top + ": " + text;
    }
}
