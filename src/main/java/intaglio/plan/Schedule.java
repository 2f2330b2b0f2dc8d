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
        return new Timing(interval, shortest, longest, frameEnds.get(0) - feed.firstBeat, warmUp);
    }

    /** Registers that move together at the end of a cycle. */
    private interface Control {

        /** Combinational part: looks at registers only, notes what happens in this cycle. */
        void evaluate(long cycle);

        /** Clock edge. */
        void clock();

        /** Something (a row, a frame, an output) arrives complete {@code delay} cycles from now. */
        void arrivesIn(int delay);
    }

    /** Events some cycles ahead. */
    private static final class Wheel {
        private final int[] counts = new int[8192];
        private int now;

        void add(int delay) {
            if (delay >= counts.length) {
                throw new IllegalStateException("compiler bug: a pipeline of " + delay + " cycles");
            }
            counts[(now + delay) % counts.length]++;
        }

        int due() {
            return counts[now];
        }

        void clock() {
            counts[now] = 0;
            now = (now + 1) % counts.length;
        }
    }

    /** {@code intaglio_credit_counter}. */
    private static final class Credit {
        private final Buffer buffer;
        private int used;
        private int claimIndex;
        private boolean claimed;
        private int released;

        Credit(Buffer buffer) {
            this.buffer = buffer;
        }

        private int claimUnits() {
            return buffer.units() + (claimIndex == 0 ? buffer.firstExtra() : 0);
        }

        boolean space() {
            return used + claimUnits() <= buffer.capacity();
        }

        void clock() {
            if (claimed) {
                used += claimUnits();
                claimIndex = (claimIndex + 1) % buffer.frameClaims();
            }
            used -= released;
            claimed = false;
            released = 0;
        }
    }

    /** {@code intaglio_input_gate} and the counters of the stream behind it. */
    private static final class Feed {
        private final Credit credit;
        private final Control consumer;
        private final int unitBeats;
        private int beat;
        private boolean accepted;
        private long firstBeat = -1;

        Feed(Engine first, Credit credit, Control consumer) {
            this.credit = credit;
            this.consumer = consumer;
            this.unitBeats = first instanceof ConvEngine ? first.input().rowBeats() : first.input().frameBeats();
        }

        void evaluate(long cycle) {
            accepted = beat != 0 || credit.space();
            if (!accepted) {
                return;
            }
            if (firstBeat < 0) {
                firstBeat = cycle;
            }
            credit.claimed = beat == 0;
            if (beat == unitBeats - 1) {
                consumer.arrivesIn(0);
            }
        }

        void clock() {
            if (accepted) {
                beat = (beat + 1) % unitBeats;
            }
        }
    }

    /** {@code intaglio_conv_sequencer}: the part that decides when a block row starts. */
    private static final class ConvControl implements Control {
        private final ConvEngine engine;
        private final Credit own;
        private final Credit next;
        private final Control consumer;
        private final Wheel rowsDone = new Wheel();
        private final boolean claimsFrame;

        private boolean active;
        private int stepsLeft;
        private int blockRow;
        private int held;
        private int required;
        private boolean started = true;
        private boolean startReady;
        private boolean frameStarts;
        private int releasedRows;

        private boolean start;
        private boolean rowLast;
        private boolean startReadyNext;
        private int requiredNext;
        private boolean frameStartsNext;

        ConvControl(ConvEngine engine, Credit own, Credit next, Control consumer) {
            this.engine = engine;
            this.own = own;
            this.next = next;
            this.consumer = consumer;
            this.claimsFrame = !(consumer instanceof ConvControl);
        }

        @Override
        public void arrivesIn(int delay) {
            rowsDone.add(delay);
        }

        private int firstRow(int row) {
            return Math.max(0, row * engine.blockRowStep() - engine.stage().conv().window().padTop());
        }

        private int endRow(int row) {
            int height = engine.stage().input().height();
            int start = row * engine.blockRowStep() - engine.stage().conv().window().padTop();
            return row == engine.blockRows() - 1 ? height : Math.min(height, start + engine.blockRowReach());
        }

        private int imageRowsReleased() {
            boolean last = blockRow == engine.blockRows() - 1;
            return (last ? engine.stage().input().height() : firstRow(blockRow + 1)) - firstRow(blockRow);
        }

        @Override
        public void evaluate(long cycle) {
            rowLast = active && stepsLeft == 1;
            start = startReady && (!active || rowLast);
            boolean lastBlockRow = blockRow == engine.blockRows() - 1;
            int candidate = active ? (lastBlockRow ? 0 : blockRow + 1) : blockRow;
            frameStartsNext = candidate == 0;
            boolean room = claimsFrame ? next.space() || !frameStarts : next.space();
            startReadyNext = !start && !started && held >= required && room;
            requiredNext = endRow(candidate) - firstRow(candidate) + (active ? imageRowsReleased() : 0);
            own.released += releasedRows;
            if (start && (!claimsFrame || frameStartsNext)) {
                next.claimed = true;
            }
            if (rowLast && (!claimsFrame || lastBlockRow)) {
                consumer.arrivesIn(engine.rowLatency());
            }
        }

        @Override
        public void clock() {
            int rows = rowLast ? imageRowsReleased() : 0;
            held += rowsDone.due() - rows;
            releasedRows = rows + (rowLast && blockRow == engine.blockRows() - 1 ? engine.skippedRows() : 0);
            if (rowLast) {
                blockRow = (blockRow + 1) % engine.blockRows();
            }
            if (active) {
                stepsLeft--;
            }
            if (start) {
                stepsLeft = engine.rowCycles();
            }
            active = start || (active && !rowLast);
            started = start;
            startReady = startReadyNext;
            required = requiredNext;
            frameStarts = frameStartsNext;
            rowsDone.clock();
            own.clock();
        }
    }

    /** {@code intaglio_dense_sequencer}: which layer gets the array. */
    private static final class DenseControl implements Control {
        private final DenseEngine engine;
        private final Credit own;
        private final Credit next;
        private final Control consumer;
        private final Wheel framesDone = new Wheel();
        private final int layers;
        private final boolean[] taken;
        private final boolean[] ready;
        private final int[] timer;

        private boolean active;
        private int layer;
        private int stepsLeft;
        private int frames;
        private boolean frameReleased;

        private boolean ends;
        private int starts;

        DenseControl(DenseEngine engine, Credit own, Credit next, Control consumer) {
            this.engine = engine;
            this.own = own;
            this.next = next;
            this.consumer = consumer;
            layers = engine.layers().size();
            taken = new boolean[layers];
            ready = new boolean[layers];
            timer = new int[layers];
        }

        @Override
        public void arrivesIn(int delay) {
            framesDone.add(delay);
        }

        private boolean eligible(int candidate) {
            boolean input = candidate == 0 ? frames > (active && layer == 0 ? 1 : 0) : ready[candidate];
            boolean room = candidate == layers - 1 ? next.space() : !taken[candidate + 1];
            return input && room;
        }

        @Override
        public void evaluate(long cycle) {
            ends = active && stepsLeft == 1;
            starts = -1;
            if (!active || ends) {
                for (int candidate = 0; candidate < layers; candidate++) {
                    starts = eligible(candidate) ? candidate : starts;
                }
            }
            own.released += frameReleased ? 1 : 0;
            if (starts == layers - 1) {
                next.claimed = true;
            }
            if (active && layer == layers - 1) {
                emitOutputs();
            }
        }

        /** The consumer is told of each output of the last layer (the FIFO), or of the last one (a frame buffer). */
        private void emitOutputs() {
            int word = (engine.cycles(layer) - stepsLeft) % engine.words(layer);
            if (word != engine.words(layer) - 1) {
                return;
            }
            int outputs = ends ? engine.lastGroupOutputs(layer) : engine.folding().pe();
            boolean everyOutput = consumer instanceof Sink;
            for (int output = everyOutput ? 0 : outputs - 1; output < outputs; output++) {
                if (everyOutput || ends) {
                    consumer.arrivesIn(engine.outputLatency() + output);
                }
            }
        }

        @Override
        public void clock() {
            frames += framesDone.due() - (ends && layer == 0 ? 1 : 0);
            frameReleased = ends && layer == 0;
            for (int i = 1; i < layers; i++) {
                clockIntermediate(i);
            }
            if (active) {
                stepsLeft--;
            }
            active = starts >= 0 || (active && !ends);
            if (starts >= 0) {
                layer = starts;
                stepsLeft = engine.cycles(starts);
            }
            framesDone.clock();
            own.clock();
        }

        private void clockIntermediate(int i) {
            if (starts == i - 1) {
                taken[i] = true;
            } else if (ends && layer == i) {
                taken[i] = false;
            }
            if (ends && layer == i - 1) {
                timer[i] = engine.waitCycles(i);
                ready[i] = timer[i] == 0;
            } else if (timer[i] > 0) {
                timer[i]--;
                ready[i] = timer[i] == 0;
            } else if (starts == i) {
                ready[i] = false;
            }
        }
    }

    /** {@code intaglio_argmax} and {@code intaglio_output_fifo} with an output that never stalls. */
    private static final class Sink implements Control {
        private final Credit own;
        private final List<Long> frameEnds;
        private final Wheel written = new Wheel();
        private final Wheel accepted = new Wheel();
        private int outputs;

        Sink(Credit own, List<Long> frameEnds) {
            this.own = own;
            this.frameEnds = frameEnds;
        }

        @Override
        public void arrivesIn(int delay) {
            // The FIFO fetches a word in the cycle after it was written, and shows it in the next.
            written.add(delay + Pipeline.ARGMAX + Pipeline.FIFO - 1);
            accepted.add(delay + Pipeline.ARGMAX + Pipeline.FIFO);
        }

        @Override
        public void evaluate(long cycle) {
            own.released += written.due();
            outputs += accepted.due();
            if (outputs == own.buffer.units()) {
                frameEnds.add(cycle);
                outputs = 0;
            }
        }

        @Override
        public void clock() {
            written.clock();
            accepted.clock();
            own.clock();
        }
    }
}
