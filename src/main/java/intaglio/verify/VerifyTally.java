package intaglio.verify;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.op.Layer;
import intaglio.range.LayerRanges;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers the outcomes of all runs; used by several threads. */
final class VerifyTally {

    private final DesignPlan plan;
    private final Network network;
    private final Ranges ranges;
    private final Interval[] seen;
    private final SortedMap<Integer, List<RunSummary>> runs = new TreeMap<>();
    private final SortedMap<Integer, Failed> failed = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private long interval = -1;
    private long latency = -1;
    private Path bundle;

    /**
     * A job that failed.
     *
     * @param job its number; -1 for what was found before any simulation
     * @param outcome null where it did not come to a simulation
     */
    record Failed(int job, List<Failure> failures, Bench.Outcome outcome) {}

    VerifyTally(DesignPlan plan, IntegerModel model) {
        this.plan = plan;
        this.network = model.network();
        this.ranges = RangeAnalysis.of(model);
        this.seen = new Interval[plan.probes().size()];
    }

    synchronized boolean passed() {
        return failed.isEmpty();
    }

    synchronized void warn(List<String> texts) {
        warnings.addAll(texts);
    }

    /** Adds findings of a job that did not come to a simulation. */
    synchronized void fail(int job, List<Failure> found) {
        if (!found.isEmpty()) {
            failed.put(job, new Failed(job, List.copyOf(found), null));
        }
    }

    /** Adds the run of the units, which comes before all jobs. */
    synchronized void add(UnitRun run) {
        runs.put(-1, List.of(run.summary()));
        fail(-1, run.failures());
    }

    synchronized void bundle(Path folder) {
        bundle = folder;
    }

    /**
     * The failed job of the lowest number, or null. Jobs start in order, so it is the same one however many run at a
     * time; of later ones it is chance whether they had begun.
     */
    synchronized Failed firstFailed() {
        return failed.isEmpty() ? null : failed.get(failed.firstKey());
    }

    synchronized void add(int job, Bench.Outcome outcome) {
        if (!outcome.passed()) {
            failed.put(job, new Failed(job, outcome.failures(), outcome));
        }
        runs.computeIfAbsent(job, number -> new ArrayList<>()).add(RunSummary.of(outcome));
        if (outcome.result().complete()) {
            addExtremes(outcome.result());
            addTiming(outcome);
        }
    }

    /** The differing values of a failed job, in the network's terms. */
    List<Mismatch> mismatches(Failed job) {
        List<Mismatch> mismatches = new ArrayList<>();
        if (job.outcome() == null) {
            return mismatches;
        }
        List<Shape> shapes = network.shapes().inOrder();
        for (BenchResult.Line line : job.outcome().result().failures()) {
            if (line.text("kind").equals("value")) {
                Probe probe = plan.probes().get(Math.toIntExact(line.number("probe")));
                mismatches.add(Mismatch.of(probe, shapes.get(layerIndex(probe) + 1), line));
            }
        }
        return mismatches;
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
        Failed first = firstFailed();
        List<Failure> failures = first != null ? first.failures() : outsideProof(extremes);
        List<Mismatch> mismatches = first != null ? mismatches(first) : List.of();
        return new VerifyResult(
                plan, interval, latency, summaries(), extremes, failures, mismatches, warnings, bundle, build, wall);
    }

    /** One per kind of run, in the order of the jobs. */
    private List<RunSummary> summaries() {
        Map<String, List<RunSummary>> byName = new LinkedHashMap<>();
        runs.values()
                .forEach(job -> job.forEach(run -> byName.computeIfAbsent(run.name(), name -> new ArrayList<>())
                        .add(run)));
        return byName.values().stream().map(RunSummary::total).toList();
    }

    /** Equal to the golden model and yet outside the proved range: then the proof is wrong. */
    private static List<Failure> outsideProof(List<Extremes> extremes) {
        return extremes.stream()
                .filter(extreme -> !extreme.insideProof())
                .map(extreme -> new Failure("proved range", "all runs", extreme.toString()))
                .toList();
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
