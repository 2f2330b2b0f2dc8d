package intaglio.plan;

import java.util.ArrayList;
import java.util.List;

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
     */
    public record Timing(long interval, long shortest, long longest, long latency, int warmUpFrames) {}

    /** Frames to run where the last {@value #STEADY_FRAMES} all took the same, and where they did not. */
    private static final int FRAMES = 16;

    private static final int UNEVEN_FRAMES = 64;
    /** Frames the steady interval is taken from. */
    private static final int STEADY_FRAMES = 6;

    private final EngineGraph graph;
    /** Buffers by engine and port. */
    private final List<List<Port>> ports = new ArrayList<>();

    private final Feed feed;
    /** The sink comes last: it asks whether the engines wait for it. */
    private final List<Control> controls = new ArrayList<>();

    private final List<Long> frameEnds = new ArrayList<>();
    private long now;

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

    static Run run(EngineGraph graph) {
        Run run = brief(graph, 0);
        Timing timing = run.timing();
        if (run.finishes() && timing.shortest() != timing.longest()) {
            run.schedule().finishes(UNEVEN_FRAMES);
            timing = run.schedule().timing(UNEVEN_FRAMES - FRAMES);
        }
        return new Run(timing, run.schedule());
    }

    /**
     * A short run, which need not be steady.
     *
     * @param rowCycles cycles from one row of the input to the next, at least
     */
    static Run brief(EngineGraph graph, long rowCycles) {
        Schedule schedule = new Schedule(graph, rowCycles);
        if (!schedule.finishes(FRAMES)) {
            return new Run(new Timing(Control.FOREVER, Control.FOREVER, Control.FOREVER, Control.FOREVER, 0), schedule);
        }
        Timing timing = schedule.timing(STEADY_FRAMES);
        long bound =
                graph.engines().stream().mapToLong(Engine::issueCycles).max().orElseThrow();
        if (timing.interval() < bound) {
            throw new IllegalStateException("compiler bug: an interval of " + timing.interval() + " cycles for engines"
                    + " that are busy " + bound);
        }
        return new Run(timing, schedule);
    }

    /** Runs until so many frames have left; false where all engines wait for each other before. */
    private boolean finishes(int frames) {
        while (frameEnds.size() < frames) {
            long idle = Control.FOREVER;
            for (int i = 0; i < controls.size() && idle > 0; i++) {
                idle = Math.min(idle, controls.get(i).idle());
            }
            if (idle == Control.FOREVER) {
                return false;
            }
            if (idle > 0) {
                skip(idle);
            }
            step();
        }
        return true;
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
