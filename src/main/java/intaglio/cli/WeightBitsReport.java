package intaglio.cli;

import intaglio.calibrate.WeightBitsSearch;
import intaglio.calibrate.WeightBitsSearch.Step;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code --weight-bits auto} did: every step, the widths and what they save. */
final class WeightBitsReport {

    private WeightBitsReport() {}

    /**
     * @param measure what the images are counted by: accuracy, or agreement with the float network
     * @param images how many there are
     */
    static void print(WeightBitsSearch.Result result, String measure, int images, Console console) {
        List<Step> steps = result.steps();
        console.print(String.format(
                Locale.ROOT,
                "%-10s %4s %14s %12s   %s",
                "layer",
                "bits",
                "weight ROM",
                "logits SQNR",
                measure + " on the calibration images, at least " + result.least()));
        for (Step step : steps) {
            console.print(String.format(
                    Locale.ROOT,
                    "%-10s %4d %9d bits %9.2f dB   %s",
                    step.layer().isEmpty() ? "all" : step.layer(),
                    step.bits(),
                    step.romBits(),
                    -10 * Math.log10(step.noise()),
                    counted(step, images)));
        }
        Step first = steps.get(0);
        Step last = steps.get(steps.size() - 1);
        console.print("taken: --weight-bits "
                + result.bits().entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .collect(Collectors.joining(",", "8,", "")));
        console.print(String.format(
                Locale.ROOT,
                "weight ROM %,d -> %,d bits, %.1f %% saved; %s %s -> %s",
                first.romBits(),
                last.romBits(),
                100.0 * (first.romBits() - last.romBits()) / first.romBits(),
                measure,
                counted(first, images),
                counted(last, images)));
        console.print("");
    }

    private static String counted(Step step, int images) {
        return SimulationReport.share(step.correct(), images);
    }
}
