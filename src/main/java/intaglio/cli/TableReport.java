package intaglio.cli;

import intaglio.quant.TableChoice;
import java.util.Locale;

/** One line for each activation that became a table. */
final class TableReport {

    private TableReport() {}

    static void print(String label, TableChoice choice, Console console) {
        console.print(String.format(
                Locale.ROOT,
                "table: %s, %s in %d places, a step of the index is %.4g; off by %.2f output steps at most%s",
                label,
                choice.function(),
                choice.table().indices().high() + 1,
                choice.index().scale(),
                choice.error(),
                choice.error() > 0.5 ? ", more than the half step that rounding an output takes" : ""));
    }
}
