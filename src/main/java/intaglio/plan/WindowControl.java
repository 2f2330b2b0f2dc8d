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

    WindowControl(WindowEngine engine, Credit own, Credit next, Control consumer) {
        this.engine = engine;
        this.own = own;
        this.next = next;
        this.consumer = consumer;
        this.claimsFrame = !(consumer instanceof WindowControl);
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
        own.release(releasedRows);
        if (start && (!claimsFrame || frameStartsNext)) {
            next.claim();
        }
        if (consumer instanceof Sink) {
            emitOutputs();
        } else if (rowLast && (!claimsFrame || lastBlockRow)) {
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
