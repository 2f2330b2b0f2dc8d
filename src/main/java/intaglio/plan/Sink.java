package intaglio.plan;

import java.util.List;
import java.util.function.LongConsumer;

/** The modules behind the last engine, {@code intaglio_output_fifo} among them, with an output that never stalls. */
final class Sink implements Control {
    private final Port own;
    private final int wordBeats;
    private final int frameWords;
    private final List<Long> frameEnds;
    private long now;
    private int beats;
    private int words;

    /**
     * @param wordBeats beats of the last engine that make a word
     * @param frameEnds receives the cycle in which each frame's last word leaves
     */
    Sink(Port own, int wordBeats, int frameWords, List<Long> frameEnds) {
        this.own = own;
        this.wordBeats = wordBeats;
        this.frameWords = frameWords;
        this.frameEnds = frameEnds;
    }

    @Override
    public void evaluate(long cycle) {
        take(own.arrivals().due(), cycle);
    }

    private void take(int due, long cycle) {
        for (int i = 0; i < due; i++) {
            beats = (beats + 1) % wordBeats;
            if (beats == 0) {
                // The FIFO fetches a word in the cycle after it was written, and shows it, and its place is free, in
                // the next.
                own.credit().release(1);
                words = (words + 1) % frameWords;
                if (words == 0) {
                    frameEnds.add(cycle);
                }
            }
        }
    }

    @Override
    public void clock() {
        now++;
        own.clock();
    }

    /** Words come back late where nobody waits for them. */
    @Override
    public long idle() {
        return own.credit().isWaitedFor()
                ? own.arrivals().next()
                : own.arrivals().last();
    }

    @Override
    public void skip(long cycles) {
        long end = now + cycles;
        while (own.arrivals().next() < end - now) {
            long step = own.arrivals().next();
            own.arrivals().skip(step);
            now += step;
            take(own.arrivals().due(), now);
            clock();
        }
        own.arrivals().skip(end - now);
        now = end;
    }

    @Override
    public void registers(LongConsumer out) {
        out.accept(beats);
        out.accept(words);
        own.registers(out);
    }
}
