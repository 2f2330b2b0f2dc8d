package intaglio.cli;

import intaglio.diag.IntaglioException;
import intaglio.frontend.NetworkJson;
import intaglio.inspect.Finding;
import intaglio.inspect.Findings;
import intaglio.inspect.LayerRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What {@code inspect} prints and writes.
 *
 * @param classes outputs of the network
 */
record InspectionReport(Findings findings, int classes) {

    private static final int MOST_SHOWN = 10;

    /** Below so many times the accuracy of guessing, nothing was found. */
    private static final int LEAST_GAIN = 4;

    void print(Console console) {
        printRows(findings.taken().rows(), findings.labelled() ? "found" : "guessed", console);
        printRanking(findings.taken().input().options(), console);
    }

    /**
     * Prints the layers.
     *
     * @param otherwise where it comes from what the file does not say
     */
    static void printRows(List<LayerRow> rows, String otherwise, Console console) {
        console.print(row("layer", "kind", "shape out", "parameters", "multiplications", "read", otherwise));
        for (LayerRow row : rows) {
            console.print(row(
                    row.label(),
                    row.kind(),
                    row.output().toString(),
                    grouped(row.parameters()),
                    grouped(row.multiplications()),
                    row.read(),
                    row.found()));
        }
        console.print(row(
                "all",
                "",
                "",
                grouped(rows.stream().mapToLong(LayerRow::parameters).sum()),
                grouped(rows.stream().mapToLong(LayerRow::multiplications).sum()),
                "",
                ""));
    }

    private static String grouped(long number) {
        return number == 0 ? "" : String.format(Locale.ROOT, "%,d", number);
    }

    private static String row(
            String label,
            String kind,
            String shape,
            String parameters,
            String multiplications,
            String read,
            String found) {
        return String.format(
                        Locale.ROOT,
                        "%-14s %-8s %-10s %11s %16s  %-26s %s",
                        label,
                        kind,
                        shape,
                        parameters,
                        multiplications,
                        read,
                        found)
                .stripTrailing();
    }

    /** Prints the hypotheses, and the options that say the one that is taken. */
    void printRanking(String options, Console console) {
        console.print("");
        console.print(findings.tried() + " hypotheses on " + findings.images() + " images, "
                + (findings.labelled()
                        ? "by accuracy, with the cross entropy:"
                        : "by the mean confidence of the softmax. Without labels this is"
                                + " a guess; --labels FILE makes it a find:"));
        for (Finding finding : findings.ranked()
                .subList(0, Math.min(MOST_SHOWN, findings.ranked().size()))) {
            String loss = findings.labelled() ? String.format(Locale.ROOT, "  %7.4f", finding.loss()) : "";
            console.print("  " + score(finding) + loss + (finding.taken() ? " > " : "   ") + finding.text());
        }
        console.print(verdict());
        findings.taken().unsupported().forEach(reason -> console.print("note: " + reason));
        console.print("options for this input: " + (options.isEmpty() ? "none" : options));
    }

    private String score(Finding finding) {
        double share = findings.labelled() ? (double) finding.correct() / findings.images() : finding.confidence();
        return String.format(Locale.ROOT, "%6.2f %%", 100 * share);
    }

    private String verdict() {
        if (!isConvincing()) {
            return "nothing found: the best is right for "
                    + score(findings.ranked().get(0)).strip()
                    + " of the images, so none of these is the network that was trained";
        }
        List<Finding> close = findings.ranked().stream().filter(Finding::close).toList();
        if (!findings.labelled()) {
            return "taken (>): the most usual of " + close.size() + " that are about as confident";
        }
        if (close.size() == findings.ranked().size()) {
            return "taken (>): the most usual of " + close.size() + " that differ by no more than chance";
        }
        Finding next = findings.ranked().stream()
                .filter(finding -> !finding.close())
                .findFirst()
                .orElseThrow();
        String behind = String.format(
                Locale.ROOT,
                "%.2f points behind the first",
                100.0 * (findings.ranked().get(0).correct() - next.correct()) / findings.images());
        return close.size() == 1
                ? "taken: the first; the next is " + behind
                : "close: the first and " + (close.size() - 1) + " more differ by no more than chance; taken (>):"
                        + " the most usual of them; the next is " + behind;
    }

    private boolean isConvincing() {
        return !findings.labelled()
                || (long) findings.ranked().get(0).correct() * classes >= (long) LEAST_GAIN * findings.images();
    }

    /** Writes the network file of what was found. */
    void write(Path file, Console console) {
        if (!isConvincing()) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "not written: nothing was found",
                    "check that images and labels are those of the training, or describe the network by hand"
                            + " (docs/network-json.md)");
        }
        write(findings.taken(), file, console);
    }

    /** Writes a network file. */
    static void write(Finding finding, Path file, Console console) {
        Finding.FoundNetwork found = finding.network()
                .orElseThrow(() -> IntaglioException.badInput(
                        file.toString(),
                        "not written: " + String.join("; ", finding.unsupported()),
                        "train the network with activations of docs/network-json.md"));
        String text = NetworkJson.write(found.network(), found.tensors(), found.norms());
        OutputFile.write(file, writer -> writer.write(text));
        console.print("written: " + file);
    }
}
