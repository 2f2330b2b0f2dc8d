package intaglio.plan;

/** {@code intaglio_credit_counter}. */
final class Credit {
    private final Buffer buffer;
    private int used;
    private int claimIndex;
    private boolean claimed;
    private int released;

    Credit(Buffer buffer) {
        this.buffer = buffer;
    }

    private int claimUnits() {
        return buffer.units() + (claimIndex == 0 ? buffer.firstExtra() : 0);
    }

    boolean space() {
        return used + claimUnits() <= buffer.capacity();
    }

    /** In this cycle: one more claim. */
    void claim() {
        claimed = true;
    }

    /** In this cycle: units that come back. */
    void release(int units) {
        released += units;
    }

    int units() {
        return buffer.units();
    }

    void clock() {
        if (claimed) {
            used += claimUnits();
            claimIndex = (claimIndex + 1) % buffer.frameClaims();
        }
        used -= released;
        claimed = false;
        released = 0;
    }
}
