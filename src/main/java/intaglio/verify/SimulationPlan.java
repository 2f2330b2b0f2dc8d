package intaglio.verify;

import intaglio.data.ImageSet;
import intaglio.graph.IntegerModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Decides what is simulated, and in which order: what is most likely to fail, and quick, first. */
final class SimulationPlan {

    /** Frames per vector file: keeps files small, and several processors busy. */
    private static final int CHUNK = 1000;

    private final DesignPlan plan;
    private final IntegerModel model;
    private final VerifyOptions options;
    private final UnaryOperator<FrameSource> expectation;

    SimulationPlan(DesignPlan plan, IntegerModel model, VerifyOptions options, UnaryOperator<FrameSource> expectation) {
        this.plan = plan;
        this.model = model;
        this.options = options;
        this.expectation = expectation;
    }

    List<SimulationJob> jobs(ImageSet images) {
        FrameSource all = expectation.apply(new GoldenFrames(plan, model, images));
        FrameSource some = all.range(0, Math.min(all.count(), Math.max(8, options.stalledFrames())));
        List<SimulationJob> jobs = new ArrayList<>();
        int frames = Math.min(options.frames(), all.count());
        for (int from = 0; from < frames; from += CHUNK) {
            FrameSource chunk = all.range(from, Math.min(frames, from + CHUNK));
            // Few images go round until the interval is steady.
            int runFrames = Math.max(chunk.count(), BenchRun.measurableFrames(plan));
            jobs.add(job(chunk, BenchRun.unstalled(runFrames, seed(jobs))));
        }
        addStalls(jobs, some);
        if (options.resets() > 0) {
            jobs.add(job(some, BenchRun.resets(Math.min(20, some.count()), seed(jobs), options.resets())));
        }
        addInitialStates(jobs, some);
        if (options.adversarial()) {
            FrameSource hard = new GoldenFrames(plan, model, AdversarialImages.of(model));
            int runFrames = Math.max(hard.count(), BenchRun.measurableFrames(plan));
            jobs.add(job(hard, BenchRun.unstalled(runFrames, seed(jobs)).withName("adversarial")));
        }
        return jobs;
    }

    private void addStalls(List<SimulationJob> jobs, FrameSource some) {
        int frames = options.stalledFrames();
        if (frames > 0) {
            jobs.add(job(some, BenchRun.inputGaps(frames, seed(jobs), 40, plan)));
            jobs.add(job(some, BenchRun.backpressure(frames, seed(jobs), 10, plan)));
            jobs.add(job(some, BenchRun.stallsEverywhere(frames, seed(jobs), plan)));
        }
    }

    private void addInitialStates(List<SimulationJob> jobs, FrameSource some) {
        List<BenchRun> runs = new ArrayList<>();
        for (int i = 0; i < options.initialStates(); i++) {
            runs.add(BenchRun.initialState(seed(jobs) * 1000 + i));
        }
        if (!runs.isEmpty()) {
            jobs.add(new SimulationJob(some.range(0, Math.min(3, some.count())), runs));
        }
    }

    private static SimulationJob job(FrameSource frames, BenchRun run) {
        return new SimulationJob(frames, List.of(run));
    }

    /** Another one for every job; the same ones for the same options. */
    private long seed(List<SimulationJob> before) {
        return Math.floorMod(options.seed(), 1_000_000_000L) * 1000 + before.size();
    }
}
