package intaglio.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.export.JsonText;
import intaglio.ir.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The text of {@code --json}. The same inputs give the same bytes, but for the object {@code speed}, which is there
 * only where speed was measured. A number that is not finite (the signal-to-noise ratio of a layer without any error)
 * is null.
 */
public final class EvaluationJson {

    /** What the file starts with, so that it can be told from other files. */
    public static final String KIND = "intaglio evaluation";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Evaluation evaluation;
    private final ObjectNode root = NODES.objectNode();

    private EvaluationJson(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** The file, ending in a newline. */
    public static String write(Evaluation evaluation, List<Explanation> explanations, Optional<Speed> speed) {
        EvaluationJson json = new EvaluationJson(evaluation);
        json.measurements();
        json.explanations(explanations);
        speed.ifPresent(json::speed);
        return JsonText.of(json.root);
    }

    private void measurements() {
        root.put("kind", KIND);
        root.put("network", evaluation.trained().network().name());
        root.put("images", evaluation.images());
        ObjectNode floating = root.putObject("float");
        share(floating, "correct", "accuracy", evaluation.correct());
        floating.put("bytes", ModelSize.bytes(evaluation.trained()));
        ArrayNode variants = root.putArray("variants");
        evaluation.variants().forEach(measurement -> variants.add(variant(measurement)));
    }

    private ObjectNode variant(Measurement measurement) {
        ObjectNode node = NODES.objectNode();
        node.put("name", measurement.variant().name());
        share(node, "correct", "accuracy", measurement.correct());
        share(node, "agreeing", "agreement", measurement.agreeing());
        real(node, "logitSqnr", measurement.logits().signalToNoise());
        ModelSize size = ModelSize.of(measurement.variant().model());
        node.put("bytes", size.bytes());
        node.put("weightRomBits", size.weightBits());
        node.put("biasBits", size.biasBits());
        node.put("multiplierBits", size.multiplierBits());
        node.put("tableBits", size.tableBits());
        node.put("widestMultiplier", size.widestMultiplier());
        ArrayNode layers = node.putArray("layers");
        measurement.layers().forEach(layer -> layers.add(layer(measurement, layer)));
        return node;
    }

    private ObjectNode layer(Measurement measurement, LayerMeasurement layer) {
        VariantLayer facts = measurement.variant().layer(layer.label());
        Shape shape = evaluation.trained().network().shapes().of(layer.label());
        ObjectNode node = NODES.objectNode();
        node.put("label", layer.label());
        node.put("shape", shape.toString());
        real(node, "scale", facts.output().scale());
        node.put("zeroPoint", facts.output().zeroPoint());
        real(node, "sqnr", layer.signalToNoise());
        real(node, "worstError", layer.worstError());
        real(node, "worstSteps", layer.worstSteps());
        node.put("values", layer.values());
        if (layer.isClamped()) {
            node.put("clipped", layer.clipped());
        }
        facts.error()
                .ifPresent(error -> node.putObject("requantizeError")
                        .put("worst", error.worst())
                        .put("channel", error.channel())
                        .put("accumulator", error.accumulator())
                        .put("integer", error.integer())
                        .put("real", error.real()));
        facts.multiplierError().ifPresent(error -> real(node, "multiplierError", error));
        return node;
    }

    private void explanations(List<Explanation> explanations) {
        if (!explanations.isEmpty()) {
            ArrayNode array = root.putArray("explanations");
            explanations.forEach(explanation -> array.add(explanation(explanation)));
        }
    }

    private static ObjectNode explanation(Explanation explanation) {
        ObjectNode node = NODES.objectNode();
        node.put("variant", explanation.variant());
        node.put("label", explanation.label());
        node.put("description", explanation.description());
        ArrayNode formula = node.putArray("formula");
        explanation.formula().forEach(formula::add);
        ObjectNode ranges = node.putObject("ranges");
        for (Explanation.Range range : explanation.ranges()) {
            ObjectNode one = ranges.putObject(range.name());
            one.putArray("proved").add(range.proved().low()).add(range.proved().high());
            one.put("bits", range.proved().bits());
            range.seen().ifPresent(seen -> one.putArray("seen").add(seen.low()).add(seen.high()));
        }
        explanation.requantization().ifPresent(text -> node.put("requantization", text));
        ArrayNode channels = node.putArray("channels");
        explanation
                .channels()
                .forEach(channel ->
                        channels.add(channel(channel, explanation.clampLow().isPresent())));
        return node;
    }

    private static ObjectNode channel(Explanation.Channel channel, boolean isClamped) {
        ObjectNode node = NODES.objectNode();
        channel.weights().ifPresent(weights -> {
            real(node, "weightLow", weights.low());
            real(node, "weightHigh", weights.high());
            real(node, "weightScale", weights.scale());
            node.put("weightZeroPoint", weights.zeroPoint());
        });
        node.putArray("output")
                .add(channel.seen().output().low())
                .add(channel.seen().output().high());
        if (isClamped) {
            node.put("clippedLow", channel.seen().clippedLow());
            node.put("clippedHigh", channel.seen().clippedHigh());
        }
        node.put("dead", channel.dead());
        return node;
    }

    private void speed(Speed speed) {
        ObjectNode node = root.putObject("speed");
        node.put("kernel", speed.kernel());
        node.put("float", Math.round(speed.floating()));
        ArrayNode variants = node.putArray("variants");
        speed.variants().forEach(perSecond -> variants.add(Math.round(perSecond)));
    }

    private void share(ObjectNode node, String countName, String shareName, OptionalInt count) {
        if (count.isPresent()) {
            node.put(countName, count.getAsInt());
            node.put(shareName, count.getAsInt() / (double) evaluation.images());
        }
    }

    private static void real(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
