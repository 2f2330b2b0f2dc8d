package intaglio.evaluate;

import intaglio.graph.FloatModel;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import intaglio.quant.ActivationScale;
import intaglio.quant.RequantizeError;
import intaglio.range.LayerRanges;
import intaglio.range.RangeAnalysis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** Puts together what is known of one layer of a measured variant. */
public final class Explainer {

    private final FloatModel trained;
    private final Variant variant;
    private final int index;
    private final Layer layer;
    private final LayerMeasurement measured;
    private final LayerRanges proved;

    private Explainer(FloatModel trained, Measurement measurement, int index) {
        this.trained = trained;
        this.index = index;
        variant = measurement.variant();
        layer = variant.model().network().layers().get(index);
        measured = measurement.layers().get(index);
        proved = RangeAnalysis.of(variant.model()).layers().get(index);
    }

    /** Explains the layer of that label in every variant; {@link IllegalArgumentException} where there is none. */
    public static List<Explanation> of(Evaluation evaluation, String label) {
        List<String> labels = evaluation.trained().network().layers().stream()
                .map(Layer::label)
                .toList();
        int index = labels.indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException("no layer '" + label + "'");
        }
        return evaluation.variants().stream()
                .map(measurement -> new Explainer(evaluation.trained(), measurement, index).explanation())
                .toList();
    }

    private Explanation explanation() {
        Optional<IntegerParameters> parameters = layer instanceof Weighted weighted
                ? Optional.of(variant.model().parameters(weighted))
                : Optional.empty();
        Optional<Interval> clamp = parameters
                .filter(found -> measured.isClamped())
                .map(found -> found.requantize().clamp());
        return new Explanation(
                variant.name(),
                layer.label(),
                LayerFormula.description(trained.network(), index),
                LayerFormula.lines(variant, index),
                ranges(parameters),
                parameters.map(found -> requantization(found.requantize())),
                clamp.map(Interval::low),
                clamp.map(Interval::high),
                channels(parameters));
    }

    private List<Explanation.Range> ranges(Optional<IntegerParameters> parameters) {
        List<Explanation.Range> ranges = new ArrayList<>();
        if (parameters.isEmpty()) {
            ranges.add(new Explanation.Range("sum", proved.sum(), Optional.empty()));
        } else {
            Requantize requantize = parameters.get().requantize();
            ranges.add(new Explanation.Range("weight", proved.weight(), Optional.empty()));
            ranges.add(new Explanation.Range("bias", proved.bias(), Optional.empty()));
            ranges.add(new Explanation.Range("accumulator", proved.accumulator(), measured.accumulator()));
            ranges.add(new Explanation.Range(
                    "scaled",
                    proved.scaled(),
                    seen((accumulator, channel) -> accumulator.times(requantize.multiplier(channel)))));
            ranges.add(new Explanation.Range(
                    "requantized",
                    proved.requantized(),
                    seen((accumulator, channel) -> new Interval(
                            requantize.apply(accumulator.low(), channel),
                            requantize.apply(accumulator.high(), channel)))));
        }
        ranges.add(new Explanation.Range("output", proved.output(), Optional.of(measured.output())));
        return ranges;
    }

    /** What follows from the accumulators seen, by a step that is monotone in them. */
    private Optional<Interval> seen(BiFunction<Interval, Integer, Interval> step) {
        Interval all = null;
        for (int channel = 0; channel < measured.channels().size(); channel++) {
            Interval one =
                    step.apply(measured.channels().get(channel).accumulator().orElseThrow(), channel);
            all = all == null ? one : all.union(one);
        }
        return Optional.ofNullable(all);
    }

    private String requantization(Requantize requantize) {
        VariantLayer facts = variant.layers().get(index);
        if (facts.multiplierError().isPresent()) {
            return String.format(
                    Locale.ROOT,
                    "M / 2^s is %+.3f %% from S, and rounding (%s) moves a result by less than a step",
                    100 * facts.multiplierError().getAsDouble(),
                    requantize.rounding().word());
        }
        if (ModelSize.handsOn(requantize)) {
            return "the accumulators are handed on as they are";
        }
        if (facts.table().isPresent()) {
            return String.format(
                    Locale.ROOT,
                    "to the index of the table; M / 2^s is up to %.2g %% from Sx * Sw / Si",
                    100 * multiplierError(requantize));
        }
        if (requantize.clamp() == null || requantize.clamp().high() > ActivationScale.LARGEST) {
            return String.format(
                    Locale.ROOT,
                    "to one unit for all channels, no bytes; M / 2^s is up to %.2g %% from"
                            + " Sx * Sw / Sy, and rounding (%s) moves a result by less than a step",
                    100 * multiplierError(requantize),
                    requantize.rounding().word());
        }
        return facts.error()
                .map(Explainer::inexact)
                .orElse("equals the real scale for every accumulator of the proved range");
    }

    /** Largest {@code |M / 2^s / (Sx * Sw / Sy) - 1|} of any channel. */
    private double multiplierError(Requantize requantize) {
        IntegerParameters parameters = variant.model().parameters((Weighted) layer);
        double worst = 0;
        for (int channel = 0; channel < parameters.bias().length; channel++) {
            double real = variant.input(index).scale()
                    * parameters.weightScale(channel)
                    / variant.layers().get(index).requantized().scale();
            worst = Math.max(worst, Math.abs(requantize.scale(channel) / real - 1));
        }
        return worst;
    }

    private static String inexact(RequantizeError error) {
        return "up to " + error.worst() + (error.worst() == 1 ? " step" : " steps")
                + " from the real scale; first for accumulator " + error.accumulator() + " of channel "
                + error.channel() + ": " + error.integer() + " instead of " + error.real();
    }

    private List<Explanation.Channel> channels(Optional<IntegerParameters> parameters) {
        List<Explanation.Channel> channels = new ArrayList<>();
        int zeroPoint = variant.layers().get(index).output().zeroPoint();
        int count = measured.channels().size();
        for (int channel = 0; channel < count; channel++) {
            int number = channel;
            ChannelMeasurement seen = measured.channels().get(channel);
            channels.add(new Explanation.Channel(
                    channel,
                    parameters.map(found -> weights(found, number)),
                    measured.values() / count,
                    seen,
                    seen.isDead(zeroPoint)));
        }
        return channels;
    }

    private Explanation.Weights weights(IntegerParameters parameters, int channel) {
        float[] floats = trained.parameters((Weighted) layer).weights();
        int perChannel = parameters.weightsPerChannel();
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        Interval integers = Interval.of(parameters.weight(channel, channel * perChannel));
        for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
            low = Math.min(low, floats[i]);
            high = Math.max(high, floats[i]);
            integers = integers.union(Interval.of(parameters.weight(channel, i)));
        }
        return new Explanation.Weights(
                low, high, parameters.weightScale(channel), parameters.zeroPoint(channel), integers);
    }
}
