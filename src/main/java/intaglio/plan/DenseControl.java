package intaglio.plan;

import java.util.function.LongConsumer;

/** {@code intaglio_dense_sequencer}: which layer gets the array. */
final class DenseControl implements Control {
    private final DenseEngine engine;
    private final Port own;
    private final Fork consumers;
    private final int layers;
    private final boolean[] taken;
    private final boolean[] ready;
    private final int[] timer;

    private boolean active;
    private int layer;
    private long stepsLeft;
    /** Whole frames in the buffer, and rows of the next. */
    private int frames;

    private int rows;
    private boolean frameReleased;
    /** The layer that may start, or -1: decided a cycle ahead. */
    private int chosen = -1;

    private boolean started;
    private boolean claimed;

    private boolean ends;
    private int starts;
    private int chosenNext;

    DenseControl(DenseEngine engine, Port own, Fork consumers) {
        this.engine = engine;
        this.own = own;
        this.consumers = consumers;
        layers = engine.layers().size();
        taken = new boolean[layers];
        ready = new boolean[layers];
        timer = new int[layers];
    }

    private boolean eligible(int candidate) {
        boolean input = candidate == 0 ? frames > (active && layer == 0 ? 1 : 0) : ready[candidate];
        if (!input || (candidate == 0 && frameLeft())) {
            return false;
        }
        return candidate == layers - 1 ? consumers.space() : !taken[candidate + 1];
    }

    /** The layer that may start next, or -1. */
    private int choice() {
        int choice = -1;
        for (int candidate = 0; candidate < layers; candidate++) {
            choice = eligible(candidate) ? candidate : choice;
        }
        return choice;
    }

    private boolean frameLeft() {
        for (boolean buffer : taken) {
            if (buffer) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void evaluate(long cycle) {
        ends = active && stepsLeft == 1;
        starts = !active || ends ? chosen : -1;
        chosenNext = starts < 0 && !started ? choice() : -1;
        own.credit().release(frameReleased ? engine.inputRows() : 0);
        if (claimed) {
            consumers.claim();
        }
        if (starts == layers - 1) {
            emitOutputs();
        }
    }

    /** From the start of the last layer on nothing stalls: its outputs are known. */
    private void emitOutputs() {
        int last = layers - 1;
        int groups = engine.groups(last);
        for (int group = 0; group < groups; group++) {
            int outputs = group == groups - 1
                    ? engine.lastGroupOutputs(last)
                    : engine.folding().pe();
            long first = (group + 1L) * engine.words(last) + engine.outputLatency();
            for (int output = 0; output < outputs; output++) {
                consumers.beatIn(first + output);
            }
        }
        consumers.rowIn((long) engine.cycles(last) + engine.outputLatency() + engine.lastGroupOutputs(last) - 1);
    }

    @Override
    public void clock() {
        rows += own.arrivals().due();
        frames += rows / engine.inputRows() - (ends && layer == 0 ? 1 : 0);
        rows %= engine.inputRows();
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
        chosen = chosenNext;
        started = starts >= 0;
        claimed = starts == layers - 1;
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

    @Override
    public long idle() {
        if (started || claimed || frameReleased || choice() != chosen || (chosen >= 0 && !active)) {
            return 0;
        }
        long idle = Math.min(own.arrivals().next(), active ? stepsLeft - 1 : FOREVER);
        for (int left : timer) {
            idle = Math.min(idle, left > 0 ? left - 1 : FOREVER);
        }
        return idle;
    }

    @Override
    public void skip(long cycles) {
        own.arrivals().skip(cycles);
        if (active) {
            stepsLeft -= cycles;
        }
        for (int i = 0; i < layers; i++) {
            timer[i] -= timer[i] > 0 ? (int) cycles : 0;
        }
    }

    @Override
    public void registers(LongConsumer out) {
        out.accept(active ? stepsLeft : 0);
        out.accept(layer);
        out.accept(frames);
        out.accept(rows);
        out.accept(chosen);
        out.accept(Control.bit(started));
        out.accept(Control.bit(claimed));
        out.accept(Control.bit(frameReleased));
        for (int i = 0; i < layers; i++) {
            out.accept(Control.bit(taken[i]));
            out.accept(Control.bit(ready[i]));
            out.accept(timer[i]);
        }
        own.registers(out);
    }
}
