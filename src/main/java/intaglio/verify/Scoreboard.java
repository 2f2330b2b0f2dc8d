package intaglio.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * Judges one run of the bench: not only that nothing differed, but that everything was compared. A stream that never
 * spoke is a failure, not a success.
 */
final class Scoreboard {

    private final DesignPlan plan;
    private final BenchRun run;
    private final List<Failure> failures = new ArrayList<>();

    Scoreboard(DesignPlan plan, BenchRun run) {
        this.plan = plan;
        this.run = run;
    }

    List<Failure> judge(BenchResult result) {
        for (BenchResult.Line line : result.failures()) {
            failures.add(failure(line));
        }
        if (!result.complete() || result.probes().size() != plan.probes().size()) {
            fail("exit", "the bench ended before its summary");
            return failures;
        }
        long total = result.run().number("failures");
        if (total > 0 && failures.isEmpty()) {
            fail("total", total + " failures of which none is listed");
        }
        boolean stopped = result.run().number("stopped") != 0;
        // What a run that was given up has not seen says nothing beyond the reason.
        if (stopped && failures.isEmpty()) {
            fail("exit", "the bench gave up without a reason");
        } else if (!stopped) {
            judgeCounts(result);
        }
        // Cycles of a run that went wrong say nothing.
        if (run.measured() && failures.isEmpty()) {
            judgeTiming(result.timing());
        }
        return failures;
    }

    private void judgeCounts(BenchResult result) {
        count("resets", "resets", run.resets(), result.run().number("resets"), true);
        // Resets drop frames and add their partial work, so that counts are exact only without them.
        boolean exact = run.resets() == 0;
        long frames = run.frames();
        count(
                "count input",
                "pixels",
                frames * plan.input().elements(),
                result.run().number("input_beats"),
                exact);
        count("count output", "frames", frames, result.output().number("frames"), exact);
        count(
                "count output",
                "words",
                frames * plan.output().words(),
                result.output().number("values"),
                exact);
        long classes = plan.output().hasClass() ? frames : 0;
        count("count output", "classes", classes, result.output().number("classes"), exact);
        for (int p = 0; p < plan.probes().size(); p++) {
            Probe probe = plan.probes().get(p);
            BenchResult.Line line = result.probes().get(p);
            String check = "count " + probe.name();
            count(check, "frames", frames, line.number("frames"), exact);
            count(check, "values", frames * probe.valuesPerFrame(), line.number("values"), exact);
        }
    }

    private void count(String check, String what, long expected, long got, boolean exact) {
        if (got < expected || (exact && got != expected)) {
            fail(check, got + " " + what + " seen, " + expected + " expected");
        }
    }

    private void judgeTiming(BenchResult.Line timing) {
        long least = timing.number("interval_min");
        long greatest = timing.number("interval_max");
        if (timing.number("intervals") == 0) {
            fail("interval", "no interval was measured, " + run.frames() + " frames are too few");
        } else if (least != plan.shortestInterval() || greatest != plan.longestInterval()) {
            fail(
                    "interval",
                    "plan " + plan.shortestInterval() + " to " + plan.longestInterval() + " cycles, measured " + least
                            + " to " + greatest);
        } else if (plan.interval() < least || plan.interval() > greatest) {
            fail("interval", "plan " + plan.interval() + " cycles on average, measured " + least + " to " + greatest);
        }
        if (timing.number("latency") != plan.latency()) {
            fail("latency", "plan " + plan.latency() + " cycles, measured " + timing.number("latency"));
        }
    }

    private Failure failure(BenchResult.Line line) {
        String kind = line.text("kind");
        if (line.has("probe")) {
            kind = kind + " "
                    + plan.probes().get(Math.toIntExact(line.number("probe"))).name();
        }
        return new Failure(kind, run.name(), text(line));
    }

    /** The fields in reading order; layer coordinates are added by {@link MismatchReport}. */
    private static String text(BenchResult.Line line) {
        StringBuilder text = new StringBuilder();
        for (String key : List.of("frame", "image", "beat", "lane", "index", "cycle", "expected", "got")) {
            if (line.has(key)) {
                text.append(text.length() == 0 ? "" : ", ")
                        .append(key)
                        .append(' ')
                        .append(line.text(key));
            }
        }
        return text.toString();
    }

    private void fail(String check, String text) {
        failures.add(new Failure(check, run.name(), text));
    }
}
