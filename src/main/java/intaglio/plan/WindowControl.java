package intaglio.plan;

import java.util.function.LongConsumer;

/** {@code intaglio_window_sequencer}: the part that decides when a block row starts. */
final class WindowControl implements Control {
    private final WindowEngine engine;
    private final Port own;
    private final Fork consumers;

    private boolean active;
    private long stepsLeft;
    private int blockRow;
    /** The block row that starts next, and the rows that came beyond those it waits for. */
    private int candidate;

    private int margin;
    private boolean started;
    private boolean startReady;
    private boolean claimed;
    private int releasedRows;

    private boolean start;
    private boolean rowLast;
    private boolean startReadyNext;

    WindowControl(WindowEngine engine, Port own, Fork consumers) {
        this.engine = engine;
        this.own = own;
        this.consumers = consumers;
        margin = -endRow(0);
    }

    private int firstRow(int row) {
        return Math.max(0, row * engine.blockRowStep() - engine.stage().window().padTop());
    }

    private int endRow(int row) {
        int height = engine.stage().input().height();
        int start = row * engine.blockRowStep() - engine.stage().window().padTop();
        return row == engine.blockRows() - 1 ? height : Math.min(height, start + engine.blockRowReach());
    }

    /** Image rows the block row after {@code row} waits for, beyond those {@code row} waited for. */
    private int rowsBeyond(int row) {
        return row == engine.blockRows() - 1 ? endRow(0) : endRow(row + 1) - endRow(row);
    }

    /** Rows of the ring that the running block row is the last to read. */
    private int rowsReleased() {
        boolean last = blockRow == engine.blockRows() - 1;
        return (last ? engine.frameRows() : firstRow(blockRow + 1)) - firstRow(blockRow);
    }

    private boolean mayStart() {
        return margin >= 0 && consumers.space();
    }

    @Override
    public void evaluate(long cycle) {
        rowLast = active && stepsLeft == 1;
        start = startReady && (!active || rowLast);
        startReadyNext = !start && !started && mayStart();
        own.credit().release(releasedRows);
        if (claimed) {
            consumers.claim();
        }
        if (start) {
            emitRow();
        }
    }

    /** From the start on nothing stalls: the row's beats are known. */
    private void emitRow() {
        consumers.rowIn((long) engine.rowCycles() + engine.rowLatency());
        if (consumers.countsBeats()) {
            int groups = engine.blockColumns() * engine.filterGroups();
            for (int group = 0; group < groups; group++) {
                boolean last = group % engine.filterGroups() == engine.filterGroups() - 1;
                int beats = last ? engine.lastGroupBeats() : engine.groupBeats();
                for (int beat = 0; beat < beats; beat++) {
                    consumers.beatIn((group + 1L) * engine.groupSteps() + engine.groupLatency() + beat);
                }
            }
        }
    }

    @Override
    public void clock() {
        margin += own.arrivals().due() - (started ? rowsBeyond(candidate) : 0);
        claimed = start;
        releasedRows = rowLast ? rowsReleased() : 0;
        if (started) {
            candidate = (candidate + 1) % engine.blockRows();
        }
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
        own.clock();
    }

    @Override
    public long idle() {
        if (started || claimed || releasedRows != 0 || mayStart() != startReady || (startReady && !active)) {
            return 0;
        }
        return Math.min(own.arrivals().next(), active ? stepsLeft - 1 : FOREVER);
    }

    @Override
    public void skip(long cycles) {
        own.arrivals().skip(cycles);
        if (active) {
            stepsLeft -= cycles;
        }
    }

    @Override
    public void registers(LongConsumer out) {
        out.accept(active ? stepsLeft : 0);
        out.accept(blockRow);
        out.accept(candidate);
        out.accept(margin);
        out.accept(Control.bit(started));
        out.accept(Control.bit(startReady));
        out.accept(Control.bit(claimed));
        out.accept(releasedRows);
        own.registers(out);
    }
}
