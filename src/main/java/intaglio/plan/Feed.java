package intaglio.plan;

/** {@code intaglio_input_gate} and the counters of the stream behind it. */
final class Feed {
    private final Credit credit;
    private final Control consumer;
    private final int unitBeats;
    private int beat;
    private boolean accepted;
    private long firstBeat = -1;

    Feed(Engine first, Credit credit, Control consumer) {
        this.credit = credit;
        this.consumer = consumer;
        this.unitBeats = first instanceof WindowEngine
                ? first.input().rowBeats()
                : first.input().frameBeats();
    }

    void evaluate(long cycle) {
        accepted = beat != 0 || credit.space();
        if (!accepted) {
            return;
        }
        if (firstBeat < 0) {
            firstBeat = cycle;
        }
        if (beat == 0) {
            credit.claim();
        }
        if (beat == unitBeats - 1) {
            consumer.arrivesIn(Pipeline.INPUT);
        }
    }

    void clock() {
        if (accepted) {
            beat = (beat + 1) % unitBeats;
        }
    }

    /** Cycle of the first beat. */
    long firstBeat() {
        return firstBeat;
    }
}
