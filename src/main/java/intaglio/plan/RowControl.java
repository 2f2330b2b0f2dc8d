package intaglio.plan;

import java.util.List;
import java.util.function.LongConsumer;

/** {@code intaglio_row_sequencer}: starts a row when all inputs hold one, and steps through it word by word. */
final class RowControl implements Control {

    private final List<Port> own;
    private final Fork consumers;
    private final Loops loops;
    /** Rows that each input holds and that no start has taken. */
    private final int[] held;
    /** Of the output rows that are made of one input row: the one that starts next, the one that runs. */
    private int candidate;

    private int running;
    private boolean active;
    private long stepsLeft;
    private boolean started;
    private boolean startReady;
    private boolean claimed;
    private boolean released;

    private boolean start;
    private boolean rowLast;
    private boolean startReadyNext;

    /**
     * @param rowSteps steps of an output row, a beat each
     * @param inputRowRows output rows that are made of one row of each input
     * @param latency cycles from a step to its beat
     */
    record Loops(long rowSteps, int inputRowRows, int latency) {}

    RowControl(List<Port> own, Fork consumers, Loops loops) {
        this.own = own;
        this.consumers = consumers;
        this.loops = loops;
        held = new int[own.size()];
    }

    private boolean mayStart() {
        for (int rows : held) {
            if (rows < 1) {
                return false;
            }
        }
        return consumers.space();
    }

    @Override
    public void evaluate(long cycle) {
        rowLast = active && stepsLeft == 1;
        start = startReady && (!active || rowLast);
        startReadyNext = !start && !started && mayStart();
        if (released) {
            own.forEach(port -> port.credit().release(1));
        }
        if (claimed) {
            consumers.claim();
        }
        if (start) {
            emitRow();
        }
    }

    /** From the start on nothing stalls: the row's beats are known. */
    private void emitRow() {
        if (consumers.countsBeats()) {
            for (long step = 1; step <= loops.rowSteps; step++) {
                consumers.beatIn(step + loops.latency);
            }
        }
        consumers.rowIn(loops.rowSteps + loops.latency);
    }

    @Override
    public void clock() {
        boolean takes = started && candidate == loops.inputRowRows - 1;
        for (int port = 0; port < held.length; port++) {
            held[port] += own.get(port).arrivals().due() - (takes ? 1 : 0);
            own.get(port).clock();
        }
        if (started) {
            candidate = (candidate + 1) % loops.inputRowRows;
        }
        released = rowLast && running == loops.inputRowRows - 1;
        if (rowLast) {
            running = (running + 1) % loops.inputRowRows;
        }
        stepsLeft = start ? loops.rowSteps : stepsLeft - 1;
        active = start || (active && !rowLast);
        claimed = start;
        started = start;
        startReady = startReadyNext;
    }

    @Override
    public long idle() {
        if (started || claimed || released || mayStart() != startReady || (startReady && !active)) {
            return 0;
        }
        long idle = active ? stepsLeft - 1 : FOREVER;
        for (Port port : own) {
            idle = Math.min(idle, port.arrivals().next());
        }
        return idle;
    }

    @Override
    public void skip(long cycles) {
        own.forEach(port -> port.arrivals().skip(cycles));
        stepsLeft -= active ? cycles : 0;
    }

    @Override
    public void registers(LongConsumer out) {
        out.accept(active ? stepsLeft : 0);
        out.accept(candidate);
        out.accept(running);
        out.accept(Control.bit(started));
        out.accept(Control.bit(startReady));
        out.accept(Control.bit(claimed));
        out.accept(Control.bit(released));
        for (int port = 0; port < held.length; port++) {
            out.accept(held[port]);
            own.get(port).registers(out);
        }
    }
}
