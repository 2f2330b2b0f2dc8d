package intaglio.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Splits a range of images into batches and works on them with one thread for each processor. */
public final class Batches {

    private Batches() {}

    /**
     * Work on one batch; results of different batches must not share anything but an array with a slot for each.
     *
     * @param <R> what one thread needs for its work
     */
    public interface Work<R> {

        void run(R runner, int first, int end);
    }

    /** Runs all batches; each thread takes a runner of its own and the next batch that is left. */
    public static <R> void run(int from, int to, int batchSize, Supplier<R> runners, Work<R> work) {
        int batches = (to - from + batchSize - 1) / batchSize;
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), batches);
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            R runner = runners.get();
            for (int batch = next.getAndIncrement(); batch < batches; batch = next.getAndIncrement()) {
                int first = from + batch * batchSize;
                work.run(runner, first, Math.min(to, first + batchSize));
            }
        };
        if (threads <= 1) {
            worker.run();
        } else {
            runInParallel(worker, threads);
        }
    }

    private static void runInParallel(Runnable worker, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(worker));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failed.getCause();
        } finally {
            pool.shutdownNow();
        }
    }
}
