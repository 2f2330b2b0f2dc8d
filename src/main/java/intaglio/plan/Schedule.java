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
     * How long frames take, in clock cycles.
     *
     * @param interval cycles between the last outputs of two frames, in steady state; where frames do not all take
     *     the same (short engines that hand on two frames at a time), the mean, rounded up
     * @param shortest the shortest of them
     * @param longest the longest of them
     * @param latency cycles from the first input beat to the last output of the first frame
     * @param warmUpFrames frames before the interval is steady
     */
    public record Timing(long interval, long shortest, long longest, long latency, int warmUpFrames) {}

    /** Frames to run where the last {@value #STEADY_FRAMES} all took the same, and where they did not. */
    private static final int FRAMES = 16;

    private static final int UNEVEN_FRAMES = 64;
    /** Frames the steady interval is taken from. */
    private static final int STEADY_FRAMES = 6;

    private final Feed feed;
    private final List<Control> controls = new ArrayList<>();
    private final List<Long> frameEnds = new ArrayList<>();
    private long now;

    private Schedule(List<Engine> engines) {
        Credit output =
                new Credit(Buffer.fifo(engines.get(engines.size() - 1).output().frameBeats()));
        Credit next = output;
        Control consumer = new Sink(output, frameEnds);
        controls.add(consumer);
        for (int i = engines.size() - 1; i >= 0; i--) {
            Engine engine = engines.get(i);
            Credit own = new Credit(Buffer.inFrontOf(engine));
            consumer = engine instanceof WindowEngine window
                    ? new WindowControl(window, own, next, consumer)
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
        long limit = (bound + engines.get(0).input().frameBeats() + 10_000) * 4 * UNEVEN_FRAMES;
        schedule.run(FRAMES, limit);
        Timing timing = schedule.timing(STEADY_FRAMES);
        if (timing.shortest() != timing.longest()) {
            schedule.run(UNEVEN_FRAMES, limit);
            timing = schedule.timing(UNEVEN_FRAMES - FRAMES);
        }
        if (timing.interval() < bound) {
            throw new IllegalStateException("compiler bug: an interval of " + timing.interval() + " cycles for engines"
                    + " that are busy " + bound);
        }
        return timing;
    }

    private void run(int frames, long limit) {
        while (frameEnds.size() < frames) {
            if (now > limit) {
                throw new IllegalStateException("compiler bug: " + controls.size() + " engines do not finish a frame");
            }
            step(now++);
        }
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

    private Timing timing(int steadyFrames) {
        int last = frameEnds.size() - 1;
        long span = frameEnds.get(last) - frameEnds.get(last - steadyFrames);
        long interval = Math.floorDiv(span + steadyFrames - 1, (long) steadyFrames);
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int frame = last - steadyFrames + 1; frame <= last; frame++) {
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
