package intaglio.evaluate;

import intaglio.num.Interval;
import java.util.Optional;

/**
 * What one output channel did over all images.
 *
 * @param accumulator smallest and largest accumulator; absent for a pool
 * @param output smallest and largest output
 * @param clippedLow values that the clamp raised; behind a ReLU none
 * @param clippedHigh values that the clamp lowered
 */
public record ChannelMeasurement(Optional<Interval> accumulator, Interval output, long clippedLow, long clippedHigh) {

    /** True where every output was the same zero. */
    public boolean isDead(int zeroPoint) {
        return output.low() == zeroPoint && output.high() == zeroPoint;
    }
}
