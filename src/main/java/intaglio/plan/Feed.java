package intaglio.plan;

import java.util.function.LongConsumer;

/** {@code intaglio_input_gate}: one beat a cycle, row by row. */
final class Feed implements Control {
    private final Fork consumers;
    private final int rowBeats;
    private final long rowCycles;
    /** Cycles until the next row may begin. */
    private long pause;

    private long beat;
    private boolean accepted;
    private long firstBeat = -1;

    /** @param rowCycles cycles from one row to the next, at least */
    Feed(int rowBeats, long rowCycles, Fork consumers) {
        this.rowBeats = rowBeats;
        this.rowCycles = rowCycles;
        this.consumers = consumers;
    }

    @Override
    public void evaluate(long cycle) {
        accepted = beat != 0 || (pause == 0 && consumers.space());
        if (accepted && beat == 0) {
            firstBeat = firstBeat < 0 ? cycle : firstBeat;
            consumers.claim();
            consumers.rowIn(rowBeats - 1 + Pipeline.INPUT);
        }
    }

    @Override
    public void clock() {
        if (accepted && beat == 0) {
            pause = rowCycles;
        }
        pause -= pause > 0 ? 1 : 0;
        if (accepted) {
            beat = (beat + 1) % rowBeats;
        }
    }

    @Override
    public long idle() {
        if (beat != 0) {
            return rowBeats - beat;
        }
        return pause > 0 ? pause : consumers.space() ? 0 : FOREVER;
    }

    @Override
    public void skip(long cycles) {
        pause = Math.max(0, pause - cycles);
        if (beat != 0) {
            beat = (beat + cycles) % rowBeats;
        }
    }

    /** Cycle of the first beat. */
    long firstBeat() {
        return firstBeat;
    }

    @Override
    public void registers(LongConsumer out) {
        out.accept(pause);
        out.accept(beat);
    }
}
