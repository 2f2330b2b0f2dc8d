package intaglio.plan;

import java.util.function.LongConsumer;

/**
 * A buffer of the timing model, between an engine and what it is fed by: the room that is claimed, and what arrives.
 */
final class Port {

    private final Credit credit;
    private final boolean beats;
    private final int delay;
    private final Wheel arrivals = new Wheel();

    private Port(Buffer buffer, boolean beats, int delay) {
        this.credit = new Credit(buffer);
        this.beats = beats;
        this.delay = delay;
    }

    /** A buffer whose reader waits for whole rows. */
    static Port ofRows(Buffer buffer) {
        return new Port(buffer, false, 0);
    }

    /**
     * A buffer whose reader takes each beat.
     *
     * @param delay cycles from a beat's arrival to when the reader is done with it
     */
    static Port ofBeats(Buffer buffer, int delay) {
        return new Port(buffer, true, delay);
    }

    Credit credit() {
        return credit;
    }

    /** What came in this cycle, and what is on its way. */
    Wheel arrivals() {
        return arrivals;
    }

    boolean countsBeats() {
        return beats;
    }

    void beatIn(long cycles) {
        if (beats) {
            arrivals.add(cycles + delay);
        }
    }

    /** The last beat of a row. */
    void rowIn(long cycles) {
        if (!beats) {
            arrivals.add(cycles);
        }
    }

    /** See {@link Control#registers}. */
    void registers(LongConsumer out) {
        arrivals.registers(out);
        credit.registers(out);
    }

    void clock() {
        arrivals.clock();
        credit.clock();
    }
}
