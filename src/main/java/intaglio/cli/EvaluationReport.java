package intaglio.cli;

import intaglio.evaluate.Evaluation;
import intaglio.evaluate.LayerMeasurement;
import intaglio.evaluate.Measurement;
import intaglio.evaluate.ModelSize;
import intaglio.evaluate.Speed;
import intaglio.quant.RequantizeError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The tables of {@code evaluate}. */
record EvaluationReport(Evaluation evaluation, Optional<Speed> speed) {

    /** With more variants than this, no table for each of them. */
    private static final int MOST_DETAILED = 4;

    void print(EvaluatedVariants.Prepared prepared, Console console) {
        prepared.notes().forEach(console::print);
        console.print(evaluation.images() + " images of "
                + evaluation.trained().network().input());
        console.print("");
        printNetworks(console);
        evaluation.variants().forEach(measurement -> printInexact(measurement, console));
        if (evaluation.variants().size() <= MOST_DETAILED) {
            evaluation.variants().forEach(measurement -> printLayers(measurement, console));
        } else {
            console.print("");
            console.print("layers: with one --calibrator, or in the file of --json");
        }
    }

    private void printNetworks(Console console) {
        console.print(row("network", "accuracy", "agreement", "logits SQNR", "bytes", "multiplier", "images/s"));
        console.print(row(
                "float",
                share(evaluation.correct()),
                "-",
                "-",
                Long.toString(ModelSize.bytes(evaluation.trained())),
                "-",
                perSecond(speed.map(Speed::floating))));
        for (int i = 0; i < evaluation.variants().size(); i++) {
            Measurement measurement = evaluation.variants().get(i);
            ModelSize size = ModelSize.of(measurement.variant().model());
            int index = i;
            console.print(row(
                    measurement.variant().name(),
                    share(measurement.correct()),
                    share(measurement.agreeing()),
                    decibels(measurement.logits().signalToNoise()),
                    Long.toString(size.bytes()),
                    size.widestMultiplier() + " bits",
                    perSecond(speed.map(found -> found.variants().get(index)))));
        }
        speed.ifPresent(found -> console.print("images/s: " + found.kernel() + "; "
                + Runtime.getRuntime().availableProcessors() + " processors, median of several passes"));
    }

    private String row(
            String name,
            String accuracy,
            String agreement,
            String ratio,
            String bytes,
            String multiplier,
            String fast) {
        String row = String.format(
                Locale.ROOT, "%-33s %9s %10s %12s %8s %11s", name, accuracy, agreement, ratio, bytes, multiplier);
        return speed.isPresent() ? row + String.format(Locale.ROOT, " %9s", fast) : row;
    }

    /** Cut, not rounded, so that 100.00 % means all. */
    private String share(OptionalInt count) {
        if (count.isEmpty()) {
            return "-";
        }
        long hundredths = count.getAsInt() * 10_000L / evaluation.images();
        return String.format(Locale.ROOT, "%d.%02d %%", hundredths / 100, hundredths % 100);
    }

    private static String perSecond(Optional<Double> value) {
        return value.map(found -> String.format(Locale.ROOT, "%,.0f", found)).orElse("-");
    }

    private static String decibels(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "exact" : "no signal";
        }
        return String.format(Locale.ROOT, "%.2f dB", value);
    }

    private static void printInexact(Measurement measurement, Console console) {
        List<RequantizeError> errors = measurement.variant().layers().stream()
                .flatMap(layer -> layer.error().stream())
                .toList();
        if (!errors.isEmpty()) {
            long worst = errors.stream().mapToLong(RequantizeError::worst).max().orElseThrow();
            console.print("note: " + measurement.variant().name() + ": the multipliers of " + errors.size()
                    + " layers differ from their real scales, by up to " + worst + " steps (--explain LAYER)");
        }
    }

    private void printLayers(Measurement measurement, Console console) {
        console.print("");
        console.print(measurement.variant().name());
        console.print(String.format(
                Locale.ROOT,
                "  %-12s %-10s %12s %12s %12s %9s %10s",
                "layer",
                "shape",
                "step",
                "SQNR",
                "worst error",
                "in steps",
                "clipped"));
        for (LayerMeasurement layer : measurement.layers()) {
            console.print(String.format(
                    Locale.ROOT,
                    "  %-12s %-10s %12.4g %12s %12.4g %9.2f %10s",
                    layer.label(),
                    evaluation.trained().network().shapes().of(layer.label()),
                    measurement.variant().layer(layer.label()).output().scale(),
                    decibels(layer.signalToNoise()),
                    layer.worstError(),
                    layer.worstSteps(),
                    clipped(layer)));
        }
    }

    private static String clipped(LayerMeasurement layer) {
        if (!layer.isClamped()) {
            return "-";
        }
        double percent = 100.0 * layer.clipped() / layer.values();
        return percent > 0 && percent < 0.0001 ? "<0.0001 %" : String.format(Locale.ROOT, "%.4f %%", percent);
    }
}
