package intaglio.plan;

/** {@code intaglio_window_sequencer}: the part that decides when a block row starts. */
final class WindowControl implements Control {
    private final WindowEngine engine;
    private final Credit own;
    private final Credit next;
    private final Control consumer;
    private final Wheel rowsDone = new Wheel();
    private final boolean claimsFrame;

    private boolean active;
    private int stepsLeft;
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

    WindowControl(WindowEngine engine, Credit own, Credit next, Control consumer) {
        this.engine = engine;
        this.own = own;
        this.next = next;
        this.consumer = consumer;
        this.claimsFrame = !(consumer instanceof WindowControl);
        margin = -endRow(0);
    }

    @Override
    public void arrivesIn(int delay) {
        rowsDone.add(delay);
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

    @Override
    public void evaluate(long cycle) {
        rowLast = active && stepsLeft == 1;
        start = startReady && (!active || rowLast);
        boolean room = next.space() || (claimsFrame && candidate != 0);
        startReadyNext = !start && !started && margin >= 0 && room;
        own.release(releasedRows);
        if (claimed) {
            next.claim();
        }
        if (consumer instanceof Sink) {
            emitOutputs();
        } else if (rowLast && (!claimsFrame || blockRow == engine.blockRows() - 1)) {
            consumer.arrivesIn(engine.rowLatency());
        }
    }

    /** The FIFO is told of every output: the frame is one block, and a beat one output. */
    private void emitOutputs() {
        int step = engine.rowCycles() - stepsLeft;
        if (!active || step % engine.groupSteps() != engine.groupSteps() - 1) {
            return;
        }
        int beats = rowLast ? engine.lastGroupBeats() : engine.folding().pe();
        for (int beat = 0; beat < beats; beat++) {
            consumer.arrivesIn(engine.groupLatency() + beat);
        }
    }

    @Override
    public void clock() {
        margin += rowsDone.due() - (started ? rowsBeyond(candidate) : 0);
        claimed = start && (!claimsFrame || candidate == 0);
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
        rowsDone.clock();
        own.clock();
    }
}
