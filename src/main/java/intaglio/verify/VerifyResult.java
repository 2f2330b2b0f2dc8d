package intaglio.verify;

import intaglio.diag.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The outcome of a verification.
 *
 * @param plan what the compiler promised
 * @param interval measured frame interval in cycles; -1 where nothing was measured
 * @param latency measured latency in cycles; -1 where nothing was measured
 * @param runs totals per kind of run
 * @param extremes per probe
 * @param failures empty when the design is proved equal to the golden model on these frames
 * @param mismatches the differing values that the bench listed, in the network's terms
 * @param warnings do not fail the verification
 * @param bundle folder that reproduces the first failing run; null without one
 * @param build wall time of the build, nearly nothing where the bench was built before
 * @param wall time of everything
 */
public record VerifyResult(
        DesignPlan plan,
        long interval,
        long latency,
        List<RunSummary> runs,
        List<Extremes> extremes,
        List<Failure> failures,
        List<Mismatch> mismatches,
        List<String> warnings,
        Path bundle,
        Duration build,
        Duration wall) {

    public VerifyResult {
        runs = List.copyOf(runs);
        extremes = List.copyOf(extremes);
        failures = List.copyOf(failures);
        mismatches = List.copyOf(mismatches);
        warnings = List.copyOf(warnings);
    }

    public boolean passed() {
        return failures.isEmpty();
    }

    public ExitCode exitCode() {
        return passed() ? ExitCode.OK : ExitCode.MISMATCH;
    }

    /** Frames completed in all runs. */
    public long frames() {
        return runs.stream().mapToLong(RunSummary::frames).sum();
    }

    /** Values compared in all runs. */
    public long values() {
        return runs.stream().mapToLong(RunSummary::values).sum();
    }

    /** The verdict, and what differs. */
    public String toShortText() {
        return MismatchReport.text(this);
    }

    /** The table that {@code intaglio verify} prints. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        line(text, "%-16s %8s %14s %12s %9s %8s%n", "run", "frames", "values", "cycles", "failures", "seconds");
        for (RunSummary run : runs) {
            line(
                    text,
                    "%-16s %8d %14d %12d %9d %8.2f%n",
                    run.name(),
                    run.frames(),
                    run.values(),
                    run.cycles(),
                    run.failures(),
                    run.wall().toMillis() / 1000.0);
        }
        if (interval >= 0) {
            line(text, "interval  plan %d, measured %d cycles%n", plan.longestInterval(), interval);
            line(text, "latency   plan %d, measured %d cycles%n", plan.latency(), latency);
        }
        if (passed()) {
            extremes.forEach(
                    extreme -> text.append("range     ").append(extreme).append('\n'));
        }
        text.append(MismatchReport.text(this));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }
}
