package intaglio.evaluate;

import intaglio.num.Interval;
import java.util.Optional;

/** Extremes of one output channel, and how often its clamp cut. */
final class ChannelTally {

    private long accumulatorLow = Long.MAX_VALUE;
    private long accumulatorHigh = Long.MIN_VALUE;
    private long outputLow = Long.MAX_VALUE;
    private long outputHigh = Long.MIN_VALUE;
    private long clippedLow;
    private long clippedHigh;

    void addAccumulator(long value) {
        accumulatorLow = Math.min(accumulatorLow, value);
        accumulatorHigh = Math.max(accumulatorHigh, value);
    }

    void addOutput(long value) {
        outputLow = Math.min(outputLow, value);
        outputHigh = Math.max(outputHigh, value);
    }

    void addClippedLow() {
        clippedLow++;
    }

    void addClippedHigh() {
        clippedHigh++;
    }

    void add(ChannelTally other) {
        accumulatorLow = Math.min(accumulatorLow, other.accumulatorLow);
        accumulatorHigh = Math.max(accumulatorHigh, other.accumulatorHigh);
        outputLow = Math.min(outputLow, other.outputLow);
        outputHigh = Math.max(outputHigh, other.outputHigh);
        clippedLow += other.clippedLow;
        clippedHigh += other.clippedHigh;
    }

    ChannelMeasurement result() {
        Optional<Interval> accumulator = accumulatorLow > accumulatorHigh
                ? Optional.empty()
                : Optional.of(new Interval(accumulatorLow, accumulatorHigh));
        return new ChannelMeasurement(accumulator, new Interval(outputLow, outputHigh), clippedLow, clippedHigh);
    }
}
