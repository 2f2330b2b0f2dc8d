package intaglio.cli;

import intaglio.calibrate.QuantizationChoice;
import intaglio.calibrate.QuantizationRanking;
import java.util.List;
import java.util.Locale;

/** The table of several ways to quantize: what the integer network of each does with the same images. */
final class RankingReport {

    private static final String COLUMNS = "%-16s %-10s %-8s";

    private RankingReport() {}

    static void print(
            List<QuantizationRanking.Entry> ranked, QuantizationChoices choices, int images, Console console) {
        console.print(String.format(Locale.ROOT, COLUMNS, "calibrator", "weights", "rounding")
                + String.format(Locale.ROOT, " %12s   %s", "logits SQNR", "calibration images"));
        for (QuantizationRanking.Entry entry : ranked) {
            String accuracy = entry.correct().isPresent()
                    ? SimulationReport.accuracy(entry.correct().getAsInt(), images)
                    : images + ", no labels";
            QuantizationChoice choice = entry.choice();
            String words = String.format(
                    Locale.ROOT,
                    COLUMNS,
                    choice.calibrator().name(),
                    choice.scheme().word(),
                    choice.rounding().word());
            console.print(words + String.format(Locale.ROOT, " %9.2f dB   %s", entry.signalToNoise(), accuracy));
        }
        console.print("taken: " + choices.name(ranked.get(0).choice()));
        console.print("");
    }
}
