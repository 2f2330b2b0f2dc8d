package intaglio.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Timing model of a chain of engines: steps the control registers of the emitted modules cycle by cycle, without data,
 * for an input that never pauses and an output that never stalls. What it says is what the simulation measures, to
 * the cycle; the tests hold the two together.
 */
public final class Schedule {

    /**
     * @param interval cycles between the last outputs of two frames, in steady state; where frames do not all take
     *     the same (short engines that hand on two frames at a time), the mean, rounded up
     * @param shortest the shortest of them
     * @param longest the longest of them
     * @param latency cycles from the first input beat to the last output of the first frame
     * @param warmUpFrames frames before the interval is steady
     */
    public record Timing(long interval, long shortest, long longest, long latency, int warmUpFrames) {}

    private static final int FRAMES = 16;
    /** Frames the steady interval is taken from: a multiple of the short periods. */
    private static final int STEADY_FRAMES = 6;

    private final Feed feed;
    private final List<Control> controls = new ArrayList<>();
    private final List<Long> frameEnds = new ArrayList<>();

    private Schedule(List<Engine> engines) {
        Credit output = new Credit(Buffer.fifo(engines.get(engines.size() - 1).output().frameBeats()));
        Credit next = output;
        Control consumer = new Sink(output, frameEnds);
        controls.add(consumer);
        for (int i = engines.size() - 1; i >= 0; i--) {
            Engine engine = engines.get(i);
            Credit own = new Credit(Buffer.inFrontOf(engine));
            consumer = engine instanceof ConvEngine conv
                    ? new ConvControl(conv, own, next, consumer)
                    : new DenseControl((DenseEngine) engine, own, next, consumer);
            controls.add(0, consumer);
            next = own;
        }
        feed = new Feed(engines.get(0), next, consumer);
    }

    /** Runs the chain until its interval is steady. */
    public static Timing of(List<Engine> engines) {
        Schedule schedule = new Schedule(engines);
        long bound = engines.stream().mapToLong(Engine::issueCycles).max().orElseThrow();
        long limit = (bound + engines.get(0).input().frameBeats() + 10_000) * 4 * FRAMES;
        for (long cycle = 0; schedule.frameEnds.size() < FRAMES; cycle++) {
            if (cycle > limit) {
                throw new IllegalStateException("compiler bug: the engines " + engines + " do not finish a frame");
            }
            schedule.step(cycle);
        }
        return schedule.timing();
    }

    private void step(long cycle) {
        feed.evaluate(cycle);
        for (Control control : controls) {
            control.evaluate(cycle);
        }
        feed.clock();
        for (Control control : controls) {
            control.clock();
        }
    }

    private Timing timing() {
        int last = frameEnds.size() - 1;
        long span = frameEnds.get(last) - frameEnds.get(last - STEADY_FRAMES);
        long interval = Math.floorDiv(span + STEADY_FRAMES - 1, (long) STEADY_FRAMES);
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int frame = last - STEADY_FRAMES + 1; frame <= last; frame++) {
            long cycles = frameEnds.get(frame) - frameEnds.get(frame - 1);
            shortest = Math.min(shortest, cycles);
            longest = Math.max(longest, cycles);
        }
        int warmUp = last;
        while (warmUp > 1 && frameEnds.get(warmUp) - frameEnds.get(warmUp - 1) == interval) {
            warmUp--;
        }
        return new Timing(interval, shortest, longest, frameEnds.get(0) - feed.firstBeat(), warmUp);
    }

}
