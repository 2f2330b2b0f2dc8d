package intaglio.verify;

import intaglio.ir.IntegerModel;
import intaglio.ir.Layer;
import intaglio.ir.Network;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.range.LayerRanges;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the outcomes of all runs; used by several threads. */
final class VerifyTally {

    private final DesignPlan plan;
    private final Network network;
    private final Ranges ranges;
    private final Interval[] seen;
    private final Map<String, List<RunSummary>> runs = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private long interval = -1;
    private long latency = -1;
    private Path bundle;

    VerifyTally(DesignPlan plan, IntegerModel model) {
        this.plan = plan;
        this.network = model.network();
        this.ranges = RangeAnalysis.of(model);
        this.seen = new Interval[plan.probes().size()];
    }

    synchronized boolean passed() {
        return failures.isEmpty();
    }

    synchronized void warn(List<String> texts) {
        warnings.addAll(texts);
    }

    synchronized void fail(List<Failure> found) {
        failures.addAll(found);
    }

    synchronized void bundle(Path folder) {
        bundle = folder;
    }

    /** True for the first failing outcome: the one that is worth a bundle. */
    synchronized boolean add(Bench.Outcome outcome) {
        boolean first = failures.isEmpty() && !outcome.passed();
        failures.addAll(outcome.failures());
        runs.computeIfAbsent(outcome.run().name(), name -> new ArrayList<>()).add(RunSummary.of(outcome));
        addMismatches(outcome.result());
        if (outcome.result().complete()) {
            addExtremes(outcome.result());
            addTiming(outcome);
        }
        return first;
    }

    private void addMismatches(BenchResult result) {
        List<Shape> shapes = network.shapes();
        for (BenchResult.Line line : result.failures()) {
            if (line.text("kind").equals("value")) {
                Probe probe = plan.probes().get(Math.toIntExact(line.number("probe")));
                mismatches.add(Mismatch.of(probe, shapes.get(layerIndex(probe) + 1), line));
            }
        }
    }

    private int layerIndex(Probe probe) {
        List<Layer> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).label().equals(probe.layer())) {
                return i;
            }
        }
        throw new IllegalStateException("no layer " + probe.layer());
    }

    private void addExtremes(BenchResult result) {
        for (int p = 0; p < Math.min(seen.length, result.probes().size()); p++) {
            BenchResult.Line line = result.probes().get(p);
            if (line.number("values") > 0) {
                Interval now = new Interval(line.number("least"), line.number("greatest"));
                seen[p] = seen[p] == null ? now : seen[p].union(now);
            }
        }
    }

    private void addTiming(Bench.Outcome outcome) {
        BenchResult.Line timing = outcome.result().timing();
        if (outcome.run().measured() && timing.number("intervals") > 0) {
            interval = Math.max(interval, timing.number("interval_max"));
            latency = timing.number("latency");
        }
    }

    synchronized VerifyResult result(Duration build, Duration wall) {
        List<Extremes> extremes = extremes();
        for (Extremes extreme : extremes) {
            // Equal to the golden model and yet outside: then the proof is wrong.
            if (failures.isEmpty() && !extreme.insideProof()) {
                fail(List.of(new Failure("proved range", "all", extreme.toString())));
            }
        }
        List<RunSummary> summaries = runs.values().stream().map(RunSummary::total).toList();
        return new VerifyResult(
                plan, interval, latency, summaries, extremes, failures, mismatches, warnings, bundle, build, wall);
    }

    private List<Extremes> extremes() {
        List<Extremes> extremes = new ArrayList<>();
        for (int p = 0; p < seen.length; p++) {
            if (seen[p] != null) {
                Probe probe = plan.probes().get(p);
                extremes.add(new Extremes(probe.name(), seen[p], proved(probe)));
            }
        }
        return extremes;
    }

    private Interval proved(Probe probe) {
        LayerRanges layer = ranges.layer(probe.layer());
        return switch (probe.stage()) {
            case ACCUMULATOR -> layer.accumulator();
            case REQUANTIZED -> layer.requantized();
            case OUTPUT -> layer.output();
        };
    }
}
