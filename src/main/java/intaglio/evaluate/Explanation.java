package intaglio.evaluate;

import intaglio.num.Interval;
import java.util.List;
import java.util.Optional;

/**
 * One layer of one variant in its own numbers.
 *
 * @param variant name of the variant
 * @param label the layer
 * @param description kind, shapes and what belongs to the kind, for instance {@code convolution, 1x28x28 to 6x28x28}
 * @param formula what the layer computes, line by line
 * @param ranges proved and seen, in the order of the computation
 * @param requantization how far the multipliers are from the real scale; absent where there are none
 * @param clampLow smallest output value the clamp lets through
 * @param clampHigh largest; both absent where the clamp can cut nothing off
 * @param channels every output channel
 */
public record Explanation(
        String variant,
        String label,
        String description,
        List<String> formula,
        List<Range> ranges,
        Optional<String> requantization,
        Optional<Long> clampLow,
        Optional<Long> clampHigh,
        List<Channel> channels) {

    public Explanation {
        formula = List.copyOf(formula);
        ranges = List.copyOf(ranges);
        channels = List.copyOf(channels);
    }

    /**
     * One value of the layer.
     *
     * @param name as in {@code ranges.json}
     * @param proved for every image there is
     * @param seen on the images of the evaluation; absent where it is not observed
     */
    public record Range(String name, Interval proved, Optional<Interval> seen) {}

    /**
     * One output channel.
     *
     * @param index its number
     * @param weights absent for a pool
     * @param values outputs of this channel over all images
     * @param seen what it did
     * @param dead true where every output was the same zero
     */
    public record Channel(int index, Optional<Weights> weights, long values, ChannelMeasurement seen, boolean dead) {

        /** Values that the clamp changed. */
        public long clipped() {
            return seen.clippedLow() + seen.clippedHigh();
        }
    }

    /**
     * The weights of one output channel.
     *
     * @param low smallest, as trained
     * @param high largest, as trained
     * @param scale S, real value of one step
     * @param zeroPoint Z
     * @param integers effective weights {@code q - Z}
     */
    public record Weights(float low, float high, double scale, int zeroPoint, Interval integers) {

        /** True where nothing but the bias is left. */
        public boolean allZero() {
            return integers.equals(Interval.ZERO);
        }
    }
}
