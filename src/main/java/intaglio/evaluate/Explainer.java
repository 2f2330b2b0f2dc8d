package intaglio.evaluate;

import intaglio.graph.FloatModel;
import intaglio.graph.Node;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
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
    private final Node node;
    private final VariantLayer facts;
    private final LayerMeasurement measured;
    private final LayerRanges proved;

    private Explainer(FloatModel trained, Measurement measurement, Node node) {
        this.trained = trained;
        this.node = node;
        variant = measurement.variant();
        facts = variant.layer(node.label());
        measured = measurement.layer(node.label());
        proved = RangeAnalysis.of(variant.model()).layer(node.label());
    }

    /** Explains the layer of that label in every variant; {@link IllegalArgumentException} where there is none. */
    public static List<Explanation> of(Evaluation evaluation, String label) {
        Node node = evaluation.trained().network().node(label);
        return evaluation.variants().stream()
                .map(measurement -> new Explainer(evaluation.trained(), measurement, node).explanation())
                .toList();
    }

    private Explanation explanation() {
        Optional<Requantize> requantize = variant.model().requantize(node.layer());
        Optional<Interval> clamp =
                requantize.filter(found -> measured.isClamped()).map(Requantize::clamp);
        return new Explanation(
                variant.name(),
                node.label(),
                LayerText.of(trained.network(), node),
                LayerFormula.lines(variant, node),
                ranges(requantize),
                requantize.map(this::requantization),
                clamp.map(Interval::low),
                clamp.map(Interval::high),
                channels());
    }

    private List<Explanation.Range> ranges(Optional<Requantize> found) {
        List<Explanation.Range> ranges = new ArrayList<>();
        if (found.isEmpty()) {
            Optional.ofNullable(proved.sum())
                    .ifPresent(sum -> ranges.add(new Explanation.Range("sum", sum, Optional.empty())));
        } else {
            Requantize requantize = found.get();
            if (node.layer().weighted().isPresent()) {
                ranges.add(new Explanation.Range("weight", proved.weight(), Optional.empty()));
                ranges.add(new Explanation.Range("bias", proved.bias(), Optional.empty()));
            }
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
                    "to the index of the table; M / 2^s is up to %.2g %% from %s / Si",
                    100 * multiplierError(requantize),
                    units());
        }
        if (requantize.clamp() == null || requantize.clamp().high() > ActivationScale.LARGEST) {
            return String.format(
                    Locale.ROOT,
                    "to one unit for all channels, no bytes; M / 2^s is up to %.2g %% from"
                            + " %s / Sy, and rounding (%s) moves a result by less than a step",
                    100 * multiplierError(requantize),
                    units(),
                    requantize.rounding().word());
        }
        if (node.layer().sum().isPresent()) {
            return String.format(
                    Locale.ROOT, "M / 2^s is up to %.2g %% from Sx / Sy", 100 * multiplierError(requantize));
        }
        return facts.error()
                .map(Explainer::inexact)
                .orElse("equals the real scale for every accumulator of the proved range");
    }

    private String units() {
        return node.layer().weighted().isPresent() ? "Sx * Sw" : "Sx";
    }

    /** Largest difference of the multipliers from the real numbers that they stand for, as a share of these. */
    private double multiplierError(Requantize requantize) {
        double out = facts.requantized().scale();
        return node.layer()
                .weighted()
                .map(layer -> multiplierError(variant.model().parameters(layer), requantize, out))
                .orElseGet(() -> multiplierError(variant.model().sums().get(node.label()), out));
    }

    /** Largest {@code |M / 2^s / (Sx * Sw / Sy) - 1|} of any channel. */
    private double multiplierError(IntegerParameters parameters, Requantize requantize, double out) {
        double worst = 0;
        for (int channel = 0; channel < parameters.bias().length; channel++) {
            double real = variant.inputs(node).get(0).scale() * parameters.weightScale(channel) / out;
            worst = Math.max(worst, Math.abs(requantize.scale(channel) / real - 1));
        }
        return worst;
    }

    /** Largest {@code |M / 2^s / (Sx / Sy) - 1|} of any input. */
    private double multiplierError(SumParameters parameters, double out) {
        double worst = 0;
        for (int input = 0; input < parameters.multipliers().length; input++) {
            double real = variant.inputs(node).get(input).scale() / out;
            double integer = Math.scalb(
                    (double) parameters.multipliers()[input],
                    -parameters.requantize().shift());
            worst = Math.max(worst, Math.abs(integer / real - 1));
        }
        return worst;
    }

    private static String inexact(RequantizeError error) {
        return "up to " + error.worst() + (error.worst() == 1 ? " step" : " steps")
                + " from the real scale; first for accumulator " + error.accumulator() + " of channel "
                + error.channel() + ": " + error.integer() + " instead of " + error.real();
    }

    private List<Explanation.Channel> channels() {
        List<Explanation.Channel> channels = new ArrayList<>();
        int zeroPoint = facts.output().zeroPoint();
        int count = measured.channels().size();
        for (int channel = 0; channel < count; channel++) {
            int number = channel;
            ChannelMeasurement seen = measured.channels().get(channel);
            channels.add(new Explanation.Channel(
                    channel,
                    node.layer().weighted().map(layer -> weights(layer, number)),
                    measured.values() / count,
                    seen,
                    seen.isDead(zeroPoint)));
        }
        return channels;
    }

    private Explanation.Weights weights(Weighted layer, int channel) {
        IntegerParameters parameters = variant.model().parameters(layer);
        float[] floats = trained.parameters(layer).weights();
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
