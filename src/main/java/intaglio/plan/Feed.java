package intaglio.plan;

/** {@code intaglio_input_gate}: one beat a cycle, row by row. */
final class Feed implements Control {
    private final Fork consumers;
    private final int rowBeats;
    private long beat;
    private boolean accepted;
    private long firstBeat = -1;

    Feed(int rowBeats, Fork consumers) {
        this.rowBeats = rowBeats;
        this.consumers = consumers;
    }

    @Override
    public void evaluate(long cycle) {
        accepted = beat != 0 || consumers.space();
        if (accepted && beat == 0) {
            firstBeat = firstBeat < 0 ? cycle : firstBeat;
            consumers.claim();
            consumers.rowIn(rowBeats - 1 + Pipeline.INPUT);
        }
    }

    @Override
    public void clock() {
        if (accepted) {
            beat = (beat + 1) % rowBeats;
        }
    }

    @Override
    public long idle() {
        if (beat == 0) {
            return consumers.space() ? 0 : FOREVER;
        }
        return rowBeats - beat;
    }

    @Override
    public void skip(long cycles) {
        if (beat != 0) {
            beat = (beat + cycles) % rowBeats;
        }
    }

    /** Cycle of the first beat. */
    long firstBeat() {
        return firstBeat;
    }
}
