package intaglio.plan;

/**
 * The buffer in front of an engine (or behind the last one), as its producer sees it: a copy of
 * {@code intaglio_credit_counter}.
 *
 * @param capacity units it holds
 * @param units units of a claim
 * @param frameClaims claims of a frame
 * @param firstExtra units the first claim of a frame takes on top
 */
public record Buffer(int capacity, int units, int frameClaims, int firstExtra) {

    /** A window engine's ring, claimed row by row. */
    static Buffer ring(WindowEngine engine) {
        return new Buffer(engine.ringRows(), 1, engine.stage().input().height(), engine.skippedRows());
    }

    /** A dense engine's double buffer, claimed frame by frame. */
    static Buffer frames() {
        return new Buffer(2, 1, 1, 0);
    }

    /** The output FIFO, claimed frame by frame: room for two frames at least. */
    public static Buffer fifo(int outputs) {
        return new Buffer(Integers.powerOfTwoAtLeast(2 * outputs), outputs, 1, 0);
    }

    /** The buffer an engine reads from. */
    public static Buffer inFrontOf(Engine engine) {
        return engine instanceof WindowEngine window ? ring(window) : frames();
    }

    /** Bits of the unit counter. */
    public int counterBits() {
        return Integers.bitsFor(capacity + units + firstExtra + 1);
    }
}
