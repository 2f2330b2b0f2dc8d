package intaglio.evaluate;

import intaglio.num.Interval;
import java.util.List;
import java.util.Optional;

/**
 * One layer's integers against the float network's outputs of the same layer for the same images. Both networks ran
 * from the image on, so the errors of the layers before are in it.
 *
 * @param label the layer
 * @param values outputs compared
 * @param signalToNoise {@code 10 log10(sum f^2 / sum (f - S (y - Z))^2)} in dB; infinite where nothing differs
 * @param worstError largest {@code |f - S (y - Z)|}
 * @param worstSteps the same in steps S
 * @param isClamped whether the layer has a clamp that could cut
 * @param channels each output channel
 */
public record LayerMeasurement(
        String label,
        long values,
        double signalToNoise,
        double worstError,
        double worstSteps,
        boolean isClamped,
        List<ChannelMeasurement> channels) {

    public LayerMeasurement {
        channels = List.copyOf(channels);
    }

    /** Values that the clamp changed. */
    public long clipped() {
        return channels.stream()
                .mapToLong(channel -> channel.clippedLow() + channel.clippedHigh())
                .sum();
    }

    /** Accumulators seen; absent for a pool. */
    public Optional<Interval> accumulator() {
        return channels.stream()
                .flatMap(channel -> channel.accumulator().stream())
                .reduce(Interval::union);
    }

    /** Outputs seen. */
    public Interval output() {
        return channels.stream()
                .map(ChannelMeasurement::output)
                .reduce(Interval::union)
                .orElseThrow();
    }
}
