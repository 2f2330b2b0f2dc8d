package intaglio.verify;

import intaglio.num.Interval;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Logits for the class: each pair of places tied for the largest value, each place alone the largest, at both ends of
 * the logits' interval and in between.
 *
 * @param to where they go: one logit each, with the bit {@code last} and the class below it as result
 * @param classBits bits of a class
 */
record ClassVectors(UnitFile to, int classBits) {

    /** Logits of all frames together; with many classes not every pair has its turn. */
    private static final int MOST_LOGITS = 1 << 20;

    private static final int RANDOM_FRAMES = 400;

    void write(Interval logits, int count) throws IOException {
        long middle = logits.low() + (logits.high() - logits.low()) / 2;
        long frames = (long) MOST_LOGITS / count;
        long stride = Math.max(1, (long) count * count * 3 / Math.max(1, frames));
        long pair = 0;
        for (int i = 0; i < count; i++) {
            for (int j = i; j < count; j++) {
                if (pair++ % stride == 0) {
                    tie(count, i, j, logits.high(), logits.low());
                    tie(count, i, j, middle, Math.max(logits.low(), middle - 1));
                    tie(count, i, j, Math.min(logits.high(), logits.low() + 1), logits.low());
                }
            }
        }
        for (long value : new long[] {logits.low(), middle, logits.high()}) {
            tie(count, 0, 0, value, value);
        }
        random(logits, count, (int) Math.min(frames, RANDOM_FRAMES));
    }

    /** Two places hold one value, all others another one; with {@code i == j} it is one place. */
    private void tie(int count, int i, int j, long value, long others) throws IOException {
        long[] frame = new long[count];
        Arrays.fill(frame, others);
        frame[i] = value;
        frame[j] = value;
        put(frame);
    }

    /** From so few values that most frames have ties. */
    private void random(Interval logits, int count, int frames) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int f = 0; f < frames; f++) {
            long low = logits.clamp(-2);
            long high = logits.clamp(2);
            put(random.longs(count, low, high + 1).toArray());
        }
    }

    private void put(long[] frame) throws IOException {
        int largest = new ExpectedFrame(0, new byte[0], frame, List.of()).classIndex();
        to.put(frame.length);
        to.put(0);
        for (int i = 0; i < frame.length; i++) {
            boolean last = i == frame.length - 1;
            to.put(frame[i]);
            to.put(last ? 1L << classBits | largest : 0);
        }
    }
}
