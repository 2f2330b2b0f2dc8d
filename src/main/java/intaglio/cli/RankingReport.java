package intaglio.cli;

import intaglio.calibrate.CalibratorRanking;
import java.util.List;
import java.util.Locale;

/** The table of {@code --calibrator all}: what the integer network of each calibrator does with the same images. */
final class RankingReport {

    private RankingReport() {}

    static void print(List<CalibratorRanking.Entry> ranked, int images, Console console) {
        console.print(String.format(Locale.ROOT, "%-16s %12s   %s", "calibrator", "logits SQNR", "calibration images"));
        for (CalibratorRanking.Entry entry : ranked) {
            String accuracy = entry.correct().isPresent()
                    ? SimulationReport.accuracy(entry.correct().getAsInt(), images)
                    : images + ", no labels";
            console.print(String.format(
                    Locale.ROOT, "%-16s %9.2f dB   %s", entry.calibrator(), entry.signalToNoise(), accuracy));
        }
        console.print("taken: " + ranked.get(0).calibrator());
        console.print("");
    }
}
