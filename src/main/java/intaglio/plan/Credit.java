package intaglio.plan;

import java.util.function.LongConsumer;

/** {@code intaglio_credit_counter}. */
final class Credit {
    private final Buffer buffer;
    private int used;
    private int mostUsed;
    private int claimIndex;
    private boolean claimed;
    private int released;
    private boolean waitedFor;
    private boolean everWaitedFor;

    Credit(Buffer buffer) {
        this.buffer = buffer;
    }

    private int claimUnits() {
        return buffer.units() + (claimIndex == 0 ? buffer.firstExtra() : 0);
    }

    /** Asked by a producer that has all else it needs to start. */
    boolean space() {
        boolean space = used + claimUnits() <= buffer.capacity();
        waitedFor = !space;
        everWaitedFor |= waitedFor;
        return space;
    }

    /** In this cycle: one more claim. */
    void claim() {
        claimed = true;
    }

    /** In this cycle: units that come back. */
    void release(int units) {
        released += units;
    }

    /** Whether the producer, when it last asked, waited for room. */
    boolean isWaitedFor() {
        return waitedFor;
    }

    /** Whether the producer ever waited for room. */
    boolean wasWaitedFor() {
        return everWaitedFor;
    }

    /** The most units that were ever in use. */
    int mostUsed() {
        return mostUsed;
    }

    /** Its registers after the clock edge, see {@link Control#registers}. */
    void registers(LongConsumer out) {
        out.accept(used);
        out.accept(claimIndex);
    }

    void clock() {
        if (claimed) {
            used += claimUnits();
            mostUsed = Math.max(mostUsed, used);
            claimIndex = (claimIndex + 1) % buffer.frameClaims();
        }
        used -= released;
        claimed = false;
        released = 0;
    }
}
