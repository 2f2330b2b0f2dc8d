package intaglio.plan;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Timing model of a graph of engines: steps the control registers of the emitted modules cycle by cycle, without data,
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
     * @param periodFrames frames after which their intervals repeat
     */
    public record Timing(
            long interval, long shortest, long longest, long latency, int warmUpFrames, int periodFrames) {}

    /** Frames of a short run, at most, and those of them that its interval is taken from. */
    private static final int BRIEF_FRAMES = 16;

    private static final int BRIEF_STEADY_FRAMES = 6;

    /** Frames of a run that did not repeat, and those of them that its interval is taken from. */
    private static final int MOST_FRAMES = 2048;

    private static final int MOST_STEADY_FRAMES = 64;

    /** Steps of a run, counted over all engines: a few seconds. */
    private static final long MOST_STEPS = 1 << 25;

    private final EngineGraph graph;
    /** Buffers by engine and port. */
    private final List<List<Port>> ports = new ArrayList<>();

    private final Feed feed;
    /** The sink comes last: it asks whether the engines wait for it. */
    private final List<Control> controls = new ArrayList<>();

    private final List<Long> frameEnds = new ArrayList<>();
    private final Rhythm rhythm = new Rhythm(frameEnds);
    private long now;
    private long steps;

    private Schedule(EngineGraph graph, long rowCycles) {
        this.graph = graph;
        for (Engine engine : graph.engines()) {
            List<Port> own = new ArrayList<>();
            for (int port = 0; port < engine.inputs().size(); port++) {
                own.add(Port.ofRows(engine.buffer(port)));
            }
            ports.add(own);
        }
        OutputPort output = graph.output();
        Port end = Port.ofBeats(output.fifo(), output.latency());
        feed = new Feed(graph.inputStream().rowBeats(), rowCycles, fork(StageGraph.INPUT, end));
        controls.add(feed);
        for (int engine = 0; engine < graph.engines().size(); engine++) {
            controls.add(graph.engines().get(engine).control(ports.get(engine), fork(engine, end)));
        }
        int wordBeats = output.wordChannels() / graph.last().output().channels();
        controls.add(new Sink(end, wordBeats, output.frameWords(), frameEnds));
    }

    private Fork fork(int source, Port end) {
        List<Port> consumers = new ArrayList<>();
        for (EngineGraph.Consumer consumer : graph.consumers(source)) {
            consumers.add(ports.get(consumer.engine()).get(consumer.port()));
        }
        if (source == graph.engines().size() - 1) {
            consumers.add(end);
        }
        return new Fork(consumers);
    }

    /** Runs the engines until their interval is steady. */
    public static Timing of(EngineGraph graph) {
        Run run = run(graph);
        if (!run.finishes()) {
            throw new IllegalStateException("compiler bug: the engines wait for each other");
        }
        return run.timing();
    }

    /**
     * A run.
     *
     * @param timing what it measured
     * @param schedule its state at the end
     */
    record Run(Timing timing, Schedule schedule) {

        long interval() {
            return timing.interval();
        }

        /** False where the engines wait for each other in a circle. */
        boolean finishes() {
            return timing.interval() != Control.FOREVER;
        }

        /** Whether the producer of a port has all but the room in it at the end. */
        boolean waitsFor(int engine, int port) {
            return schedule.ports.get(engine).get(port).credit().isWaitedFor();
        }

        /** Whether the producer of a port ever had all but the room in it. */
        boolean waitedFor(int engine, int port) {
            return schedule.ports.get(engine).get(port).credit().wasWaitedFor();
        }

        /** The most rows that a port's buffer ever held. */
        int mostUsed(int engine, int port) {
            return schedule.ports.get(engine).get(port).credit().mostUsed();
        }
    }

    /** Runs the engines until all registers hold what they held some frames ago: from then on everything repeats. */
    static Run run(EngineGraph graph) {
        return run(graph, 0, MOST_FRAMES, MOST_STEADY_FRAMES);
    }

    /**
     * A short run, which need not be steady.
     *
     * @param rowCycles cycles from one row of the input to the next, at least
     */
    static Run brief(EngineGraph graph, long rowCycles) {
        return run(graph, rowCycles, BRIEF_FRAMES, BRIEF_STEADY_FRAMES);
    }

    private static Run run(EngineGraph graph, long rowCycles, int frames, int steadyFrames) {
        Schedule schedule = new Schedule(graph, rowCycles);
        if (!schedule.repeats(frames)) {
            long never = Control.FOREVER;
            return new Run(new Timing(never, never, never, never, 0, 0), schedule);
        }
        int steady = Math.min(steadyFrames, schedule.frameEnds.size() - 1);
        Timing timing = schedule.rhythm.timing(steady, schedule.feed.firstBeat());
        long bound =
                graph.engines().stream().mapToLong(Engine::issueCycles).max().orElseThrow();
        if (timing.interval() < bound) {
            throw new IllegalStateException("compiler bug: an interval of " + timing.interval() + " cycles for engines"
                    + " that are busy " + bound);
        }
        return new Run(timing, schedule);
    }

    /**
     * Runs until everything repeats, or until so many frames have left. False where all engines wait for each other
     * before.
     */
    private boolean repeats(int frames) {
        while (!rhythm.isKnown() && frameEnds.size() < frames && !isTooLong()) {
            long idle = Control.FOREVER;
            for (int i = 0; i < controls.size() && idle > 0; i++) {
                idle = Math.min(idle, controls.get(i).idle());
            }
            if (idle == Control.FOREVER) {
                return false;
            }
            int ended = frameEnds.size();
            if (idle > 0) {
                skip(idle);
            }
            step();
            if (frameEnds.size() > ended) {
                rhythm.note(registers());
            }
        }
        return true;
    }

    private boolean isTooLong() {
        return steps > MOST_STEPS && frameEnds.size() >= BRIEF_FRAMES;
    }

    private LongBuffer registers() {
        LongStream.Builder registers = LongStream.builder();
        registers.add(now - frameEnds.get(frameEnds.size() - 1));
        for (Control control : controls) {
            control.registers(registers);
        }
        return LongBuffer.wrap(registers.build().toArray());
    }

    private void skip(long cycles) {
        for (Control control : controls) {
            control.skip(cycles);
        }
        now += cycles;
    }

    private void step() {
        for (Control control : controls) {
            control.evaluate(now);
        }
        for (Control control : controls) {
            control.clock();
        }
        now++;
        steps += controls.size();
    }
}
