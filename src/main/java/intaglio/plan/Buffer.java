package intaglio.plan;

/**
 * The buffer in front of an engine (or behind the last one), as its producer sees it: a copy of
 * {@code intaglio_credit_counter}. A producer claims room for one row at a time.
 *
 * @param capacity units it holds
 * @param units units of a row
 * @param frameClaims rows of a frame
 * @param firstExtra units the first row of a frame takes on top
 */
public record Buffer(int capacity, int units, int frameClaims, int firstExtra) {

    /** A buffer of rows. */
    static Buffer rows(int capacity, int frameRows) {
        return new Buffer(capacity, 1, frameRows, 0);
    }

    /** Bits of the unit counter. */
    public int counterBits() {
        return Integers.bitsFor(capacity + units + firstExtra + 1);
    }
}
