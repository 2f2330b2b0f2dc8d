package intaglio.verify;

import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.io.IOException;

/**
 * Windows for a pool that a convolution computes on the way.
 *
 * @param to where they go
 * @param count values of a window
 */
record PoolVectors(UnitFile to, int count) {

    /** Values of the interval at which windows are made: all of them, or as many from one end to the other. */
    private static final int MOST = 1 << 17;

    /** Writes windows over the interval of the pool's input. */
    void write(Interval values, boolean maximum) throws IOException {
        if (maximum) {
            maxima(values);
        } else {
            means(values);
        }
    }

    /** Every sum, or the sums on both sides of an edge; its parts differ by 1 at most. */
    private void means(Interval values) throws IOException {
        long span = values.high() - values.low();
        long stride = Math.max(1, span / MOST);
        for (long value = values.low(); value < values.high(); value += stride) {
            to.put(count);
            to.put(0);
            for (int above = 0; above < count; above++) {
                for (int i = 0; i < count; i++) {
                    to.put(value + (i < above ? 1 : 0));
                }
                to.put(Rounding.divideHalfEven(value * count + above, count));
            }
        }
        constant(values.low());
        constant(values.high());
    }

    /** Each place holds the only largest value, and the only smallest one. */
    private void maxima(Interval values) throws IOException {
        long stride = Math.max(1, (values.high() - values.low()) / MOST);
        for (long value = values.low(); value < values.high(); value += stride) {
            to.put(2L * count);
            to.put(0);
            for (int place = 0; place < count; place++) {
                window(place, value + 1, value, value + 1);
                window(place, value, value + 1, count == 1 ? value : value + 1);
            }
        }
        to.put(2L * count);
        to.put(0);
        for (int place = 0; place < count; place++) {
            window(place, values.high(), values.low(), values.high());
            window(place, values.low(), values.high(), count == 1 ? values.low() : values.high());
        }
        constant(values.low());
        constant(values.high());
    }

    private void window(int place, long here, long elsewhere, long result) throws IOException {
        for (int i = 0; i < count; i++) {
            to.put(i == place ? here : elsewhere);
        }
        to.put(result);
    }

    private void constant(long value) throws IOException {
        to.put(1);
        to.put(0);
        window(0, value, value, value);
    }
}
