package intaglio.range;

import intaglio.num.Interval;
import java.util.List;

/**
 * Proved integer intervals of one layer; every field but the last is the hull over the output channels.
 *
 * <p>{@code sum} and {@code accumulator} hold more than the final values: they hold every partial sum, whatever the
 * order of the terms. Started from 0 a partial sum lies in {@code sum}, started from the bias in {@code accumulator}.
 * So a register that adds term by term needs no bit beyond them. {@code scaled} and what follows are made from final
 * values only.
 *
 * @param label the layer
 * @param weight effective weights {@code q - zeroPoint}; null for a pool
 * @param product one weight times one input less its zero point; null for a pool
 * @param sum weighted sum without bias, with its partial sums; for an average pool the window sum, likewise; for a
 *     maximum pool the values compared; null where values only move
 * @param bias null for a pool
 * @param accumulator weighted sum with bias, with its partial sums; null for a pool
 * @param scaled final accumulator times multiplier; null for a pool
 * @param requantized {@code scaled} after rounding shift, zero point and clamp, before the activation; null for a pool
 * @param output what the next layer reads
 * @param outputByChannel {@code output} for each output channel or feature
 * @param finalByChannel final accumulators of each output channel, without partial sums; empty for a pool
 */
public record LayerRanges(
        String label,
        Interval weight,
        Interval product,
        Interval sum,
        Interval bias,
        Interval accumulator,
        Interval scaled,
        Interval requantized,
        Interval output,
        List<Interval> outputByChannel,
        List<Interval> finalByChannel) {

    public LayerRanges {
        finalByChannel = List.copyOf(finalByChannel);
        outputByChannel = List.copyOf(outputByChannel);
    }

    static LayerRanges pool(String label, Interval sum, List<Interval> outputByChannel) {
        Interval output = outputByChannel.stream().reduce(Interval::union).orElseThrow();
        return new LayerRanges(label, null, null, sum, null, null, null, null, output, outputByChannel, List.of());
    }

    /** Of a layer that only moves values. */
    static LayerRanges moved(String label, List<Interval> outputByChannel) {
        return pool(label, null, outputByChannel);
    }

    /** True for pools: they have no weights, accumulator or requantization. */
    public boolean isPool() {
        return weight == null;
    }
}
