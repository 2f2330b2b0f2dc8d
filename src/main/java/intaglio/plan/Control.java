package intaglio.plan;

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
}
