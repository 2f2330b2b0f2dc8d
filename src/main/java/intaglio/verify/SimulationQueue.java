package intaglio.verify;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Works through the simulations, several at a time; after the first failure no new one is started. */
final class SimulationQueue {

    private final Bench bench;
    private final Path out;
    private final VerifyOptions options;
    private final VerifyTally tally;
    private final Path scratch;

    SimulationQueue(Bench bench, Path out, VerifyOptions options, VerifyTally tally, Path scratch) {
        this.bench = bench;
        this.out = out;
        this.options = options;
        this.tally = tally;
        this.scratch = scratch;
    }

    void run(List<SimulationJob> jobs) throws IOException {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            int number = i;
            tasks.add(() -> {
                work(number, jobs.get(number));
                return null;
            });
        }
        Workers.run(options.jobs(), tasks);
        VerifyTally.Failed failed = tally.firstFailed();
        if (failed != null && failed.outcome() != null) {
            MismatchBundle bundle = new MismatchBundle(out, bench, failed.outcome(), tally.mismatches(failed));
            tally.bundle(bundle.write(
                    options.bundleFolder(),
                    vectors(failed.job()),
                    jobs.get(failed.job()).frames()));
        }
    }

    /** The vector file of a failed job stays until the end: the bundle needs it. */
    private void work(int number, SimulationJob job) throws IOException {
        if (!tally.passed() || !writeVectors(number, job)) {
            return;
        }
        for (BenchRun run : job.runs()) {
            options.progress().accept(run.name() + ": " + run.frames() + " frames");
            Bench.Outcome outcome = bench.run(out, run, vectors(number), scratch.resolve(number + ".log"));
            tally.add(number, outcome);
            if (!outcome.passed()) {
                return;
            }
        }
        Files.delete(vectors(number));
    }

    /** False where the golden model has a value that the hardware's type cannot hold. */
    private boolean writeVectors(int number, SimulationJob job) throws IOException {
        try {
            job.frames().write(vectors(number), bench.plan());
            return true;
        } catch (IntaglioException e) {
            if (e.exitCode() != ExitCode.MISMATCH) {
                throw e;
            }
            tally.fail(
                    number,
                    e.problems().stream()
                            .map(problem -> new Failure("width " + problem.where(), "vectors", problem.what()))
                            .toList());
            return false;
        }
    }

    private Path vectors(int number) {
        return scratch.resolve(number + ".vectors");
    }
}
