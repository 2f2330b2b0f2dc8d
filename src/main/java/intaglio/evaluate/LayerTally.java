package intaglio.evaluate;

import intaglio.golden.LayerTrace;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.quant.ActivationScale;
import java.util.List;

/** Adds up what one layer of one variant does, frame by frame. Not safe for several threads. */
final class LayerTally {

    /** What an integer output of one channel stands for. */
    interface Reals {

        double real(long output, int channel);
    }

    private final Reals reals;
    private final ActivationScale scale;
    private final Requantize unclamped;
    private final Interval clamp;
    private final boolean countsLow;
    private final boolean countsHigh;
    private final ChannelTally[] channels;
    private double signal;
    private double noise;
    private double worst;
    private long values;

    /**
     * For one layer.
     *
     * @param reals what its outputs stand for
     * @param scale the same with one scale and zero point for all channels
     * @param requantize null for a pool
     * @param activation of the trained layer
     */
    LayerTally(Reals reals, ActivationScale scale, Requantize requantize, Activation activation, int channels) {
        this.reals = reals;
        this.scale = scale;
        clamp = requantize == null ? null : requantize.clamp();
        unclamped = clamp == null ? requantize : requantize.withClamp(null);
        // What ReLU, ReLU6 or the ends of a table cut off is not lost to the clamp.
        countsLow = clamp != null && activation == Activation.NONE;
        boolean endsBefore =
                (activation == Activation.RELU6 && endsAtSix()) || activation instanceof ActivationFunction;
        countsHigh = clamp != null && !endsBefore;
        this.channels = new ChannelTally[channels];
        for (int channel = 0; channel < channels; channel++) {
            this.channels[channel] = new ChannelTally();
        }
    }

    private boolean endsAtSix() {
        return scale.scale() * (clamp.high() + 0.5 - scale.zeroPoint()) >= Activation.SIX;
    }

    /**
     * Adds one frame.
     *
     * @param exact the float network's outputs of the same layer for the same image
     */
    void add(float[] exact, LayerTrace trace) {
        long[] output = trace.output();
        int pixels = trace.shape().pixels();
        for (int channel = 0; channel < channels.length; channel++) {
            ChannelTally tally = channels[channel];
            for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
                double error = exact[i] - reals.real(output[i], channel);
                signal += (double) exact[i] * exact[i];
                noise += error * error;
                worst = Math.max(worst, Math.abs(error));
                tally.addOutput(output[i]);
                if (trace.accumulator() != null) {
                    tally.addAccumulator(trace.accumulator()[i]);
                    countClipped(tally, trace.accumulator()[i], trace.requantized()[i], channel);
                }
            }
        }
        values += output.length;
    }

    private void countClipped(ChannelTally tally, long accumulator, long requantized, int channel) {
        if (countsHigh && requantized == clamp.high() && unclamped.apply(accumulator, channel) > clamp.high()) {
            tally.addClippedHigh();
        } else if (countsLow && requantized == clamp.low() && unclamped.apply(accumulator, channel) < clamp.low()) {
            tally.addClippedLow();
        }
    }

    /** Adds what another tally of the same layer saw. The order of additions decides the last bits of the sums. */
    void add(LayerTally other) {
        signal += other.signal;
        noise += other.noise;
        worst = Math.max(worst, other.worst);
        values += other.values;
        for (int channel = 0; channel < channels.length; channel++) {
            channels[channel].add(other.channels[channel]);
        }
    }

    LayerMeasurement result(String label) {
        ChannelMeasurement[] measured = new ChannelMeasurement[channels.length];
        for (int channel = 0; channel < measured.length; channel++) {
            measured[channel] = channels[channel].result();
        }
        return new LayerMeasurement(
                label,
                values,
                10 * StrictMath.log10(signal / noise),
                worst,
                worst / scale.scale(),
                countsLow || countsHigh,
                List.of(measured));
    }
}
