package intaglio.plan;

import java.util.function.LongConsumer;

/**
 * Registers that move together at the end of a cycle.
 *
 * <p>In most cycles nothing happens but that counters count down; {@link #idle} says for how long, so that the model
 * can step over such cycles.
 */
interface Control {

    /** The number of idle cycles where only another control can end them. */
    long FOREVER = Long.MAX_VALUE;

    /** Combinational part: looks at registers only, notes what happens in this cycle. */
    void evaluate(long cycle);

    /** Clock edge. */
    void clock();

    /** Cycles from now in which counters count and nothing else happens, as long as no other control changes anything. */
    long idle();

    /** That many idle cycles at once. */
    void skip(long cycles);

    /**
     * Gives every register that decides what will happen, those of its ports included. Times count from now, so that equal
     * numbers at two moments mean an equal future.
     */
    void registers(LongConsumer out);

    /** A bit as a number. */
    static long bit(boolean bit) {
        return bit ? 1 : 0;
    }
}
