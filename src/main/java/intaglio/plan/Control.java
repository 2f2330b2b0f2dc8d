package intaglio.plan;

/** Registers that move together at the end of a cycle. */
interface Control {

    /** Combinational part: looks at registers only, notes what happens in this cycle. */
    void evaluate(long cycle);

    /** Clock edge. */
    void clock();

    /** Something (a row, a frame, an output) arrives complete {@code delay} cycles from now. */
    void arrivesIn(int delay);
}
