package intaglio.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
        ExecutorService workers = Executors.newFixedThreadPool(options.jobs());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < jobs.size(); i++) {
                SimulationJob job = jobs.get(i);
                Path vectors = scratch.resolve("vectors-" + i + ".bin");
                running.add(workers.submit(() -> {
                    work(job, vectors);
                    return null;
                }));
            }
            for (Future<?> job : running) {
                await(job);
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private void work(SimulationJob job, Path vectors) throws IOException {
        if (!tally.passed()) {
            return;
        }
        job.frames().write(vectors, bench.plan());
        for (BenchRun run : job.runs()) {
            options.progress().accept(run.name() + ": " + run.frames() + " frames");
            Path log = vectors.resolveSibling(vectors.getFileName() + ".log");
            Bench.Outcome outcome = bench.run(out, run, vectors, log);
            if (tally.add(outcome)) {
                Path bundle = new MismatchBundle(out, bench.plan(), outcome)
                        .write(options.bundleFolder(), vectors, job.frames());
                tally.bundle(bundle);
            }
            if (!outcome.passed()) {
                break;
            }
        }
        Files.delete(vectors);
    }

    private static void await(Future<?> job) throws IOException {
        try {
            job.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
