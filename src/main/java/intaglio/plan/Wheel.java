package intaglio.plan;

import java.util.function.LongConsumer;

/** Events some cycles ahead. */
final class Wheel {
    private long[] times = new long[16];
    private int head;
    private int size;
    private long now;

    private int slot(int index) {
        return (head + index) & (times.length - 1);
    }

    void add(long delay) {
        if (size == times.length) {
            grow();
        }
        long time = now + delay;
        int index = size++;
        // Events mostly come in order.
        while (index > 0 && times[slot(index - 1)] > time) {
            times[slot(index)] = times[slot(index - 1)];
            index--;
        }
        times[slot(index)] = time;
    }

    private void grow() {
        long[] larger = new long[2 * times.length];
        for (int i = 0; i < size; i++) {
            larger[i] = times[slot(i)];
        }
        times = larger;
        head = 0;
    }

    /** Events of this cycle. */
    int due() {
        int due = 0;
        while (due < size && times[slot(due)] <= now) {
            due++;
        }
        return due;
    }

    /** Cycles to the next event. */
    long next() {
        return size == 0 ? Control.FOREVER : times[head] - now;
    }

    /** Cycles to the last event. */
    long last() {
        return size == 0 ? Control.FOREVER : times[slot(size - 1)] - now;
    }

    void clock() {
        int due = due();
        head = slot(due);
        size -= due;
        now++;
    }

    /** How many events there are and how far ahead each is, see {@link Control#registers}. */
    void registers(LongConsumer out) {
        out.accept(size);
        for (int i = 0; i < size; i++) {
            out.accept(times[slot(i)] - now);
        }
    }

    /** Steps over cycles without an event. */
    void skip(long cycles) {
        now += cycles;
    }
}
