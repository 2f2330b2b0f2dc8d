package intaglio.verify;

import java.time.Duration;
import java.util.List;

/**
 * Totals of all runs of one kind.
 *
 * @param name of the kind
 * @param frames completed
 * @param values compared: every probe, logit and class
 * @param cycles simulated
 * @param failures number of differences and other findings of the bench
 * @param wall time of the simulations, added up
 */
public record RunSummary(String name, long frames, long values, long cycles, long failures, Duration wall) {

    static RunSummary of(Bench.Outcome outcome) {
        BenchResult result = outcome.result();
        if (!result.complete()) {
            return new RunSummary(
                    outcome.run().name(), 0, 0, 0, outcome.failures().size(), outcome.wall());
        }
        long values = result.output().number("values") + result.output().number("classes");
        for (BenchResult.Line probe : result.probes()) {
            values += probe.number("values");
        }
        long failures =
                Math.max(result.run().number("failures"), outcome.failures().size());
        return new RunSummary(
                outcome.run().name(),
                result.output().number("frames"),
                values,
                result.run().number("cycles"),
                failures,
                outcome.wall());
    }

    /** Sums the runs of one kind. */
    static RunSummary total(List<RunSummary> parts) {
        return parts.stream()
                .reduce((a, b) -> new RunSummary(
                        a.name,
                        a.frames + b.frames,
                        a.values + b.values,
                        a.cycles + b.cycles,
                        a.failures + b.failures,
                        a.wall.plus(b.wall)))
                .orElseThrow();
    }
}
