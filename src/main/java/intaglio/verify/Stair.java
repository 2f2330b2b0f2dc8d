package intaglio.verify;

import intaglio.num.Interval;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * The steps of a function of whole numbers that grows with its argument: requantization, a mean. Where there are too
 * many steps, those at both ends of the interval and of many pieces in between.
 */
final class Stair {

    /** Steps of one stair: as many as a second or two allow. */
    static final int MOST_STEPS = 1 << 23;

    /** Pieces of a stair that has more. */
    private static final int PIECES = 64;

    private final LongUnaryOperator function;
    private final int most;

    /**
     * @param function the function
     * @param most steps of one stair
     */
    Stair(LongUnaryOperator function, int most) {
        this.function = function;
        this.most = most;
    }

    /** Writes the steps over an interval, in one block or in several. */
    void write(Interval inputs, long factor, UnitFile file) throws IOException {
        if (mostSteps(inputs) <= most) {
            write(inputs.low(), inputs.high(), factor, file);
            return;
        }
        long span = Math.subtractExact(inputs.high(), inputs.low());
        // Where the pieces begin and end is of no importance.
        long length = (long) ((double) span * most / mostSteps(inputs) / PIECES);
        for (int piece = 0; piece < PIECES - 1; piece++) {
            long from = inputs.low() + span / PIECES * piece;
            write(from, from + length, factor, file);
        }
        write(inputs.high() - length, inputs.high(), factor, file);
    }

    /** A step is at least one result, and at least one input. */
    private long mostSteps(Interval inputs) {
        long results = function.applyAsLong(inputs.high()) - function.applyAsLong(inputs.low());
        return Math.min(results, Math.subtractExact(inputs.high(), inputs.low())) + 1;
    }

    private void write(long low, long high, long factor, UnitFile file) throws IOException {
        long[] firsts = new long[1 << 10];
        int count = 0;
        for (long first = low; ; ) {
            firsts = count == firsts.length ? Arrays.copyOf(firsts, 2 * count) : firsts;
            firsts[count++] = first;
            long last = lastOfStep(first, high);
            if (last == high) {
                break;
            }
            first = last + 1;
        }
        file.put(count);
        file.put(factor);
        for (int i = 0; i < count; i++) {
            file.put(firsts[i]);
            file.put(function.applyAsLong(firsts[i]));
        }
        file.put(high);
    }

    /** The last input up to {@code high} with the result of {@code first}: strides that double, then halves. */
    private long lastOfStep(long first, long high) {
        long result = function.applyAsLong(first);
        long same = first;
        long stride = 1;
        while (high - same >= stride && function.applyAsLong(same + stride) == result) {
            same += stride;
            stride *= 2;
        }
        long other = high - same >= stride ? same + stride : high + 1;
        while (other - same > 1) {
            long middle = same + (other - same) / 2;
            if (function.applyAsLong(middle) == result) {
                same = middle;
            } else {
                other = middle;
            }
        }
        return same;
    }
}
