package intaglio.evaluate;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.op.Layer;
import intaglio.quant.ActivationScale;
import intaglio.quant.Quantized;
import intaglio.quant.Uint8LayerReport;
import intaglio.quant.Uint8Quantized;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One integer network to be measured against the float one.
 *
 * @param name as printed
 * @param model the integers
 * @param layers what they stand for, in network order
 */
public record Variant(String name, IntegerModel model, List<VariantLayer> layers) {

    public Variant {
        layers = List.copyOf(layers);
        List<String> labels =
                model.network().layers().stream().map(Layer::label).toList();
        if (!labels.equals(layers.stream().map(VariantLayer::label).toList())) {
            throw new IllegalArgumentException(labels + " do not fit " + layers);
        }
    }

    /** The {@code wide} arithmetic. */
    public static Variant wide(String name, Quantized quantized) {
        Map<String, VariantLayer> known = quantized.layers().stream()
                .map(layer -> new VariantLayer(
                        layer.label(),
                        layer.output(),
                        Optional.empty(),
                        layer.hasWeights() ? OptionalDouble.of(layer.relativeError()) : OptionalDouble.empty(),
                        layer.table()))
                .collect(Collectors.toMap(VariantLayer::label, Function.identity()));
        return new Variant(name, quantized.model(), inOrder(quantized.model(), known));
    }

    /** Uint8 activations. */
    public static Variant uint8(String name, Uint8Quantized quantized) {
        Map<String, VariantLayer> known = quantized.layers().stream()
                .map(Variant::layer)
                .collect(Collectors.toMap(VariantLayer::label, Function.identity()));
        return new Variant(name, quantized.model(), inOrder(quantized.model(), known));
    }

    private static VariantLayer layer(Uint8LayerReport report) {
        return new VariantLayer(
                report.label(), report.output(), report.error(), OptionalDouble.empty(), report.table());
    }

    /** A layer without a scale of its own keeps that of its inputs, which all have the same. */
    private static List<VariantLayer> inOrder(IntegerModel model, Map<String, VariantLayer> known) {
        Map<String, ActivationScale> scales = new HashMap<>(Map.of(Network.INPUT, image(model)));
        List<VariantLayer> layers = new ArrayList<>();
        for (Node node : model.network().nodes()) {
            ActivationScale kept = scales.get(node.inputs().get(0));
            VariantLayer found = known.getOrDefault(node.label(), VariantLayer.keeping(node.label(), kept));
            layers.add(found);
            scales.put(node.label(), found.output());
        }
        return layers;
    }

    /** What the bytes of the image stand for; of several channels the largest scale, and the first zero point. */
    private static ActivationScale image(IntegerModel model) {
        return new ActivationScale(
                ActivationScale.unit(
                        model.network().normalization(), model.network().input().channels()),
                imageZeroPoint(model));
    }

    /** The zero point that a reader of the image, or of what is moved and averaged from it, takes off. */
    private static int imageZeroPoint(IntegerModel model) {
        Network network = model.network();
        for (Node node : network.nodes()) {
            for (int input = 0; input < node.inputs().size(); input++) {
                if (node.layer().hasOwnScale()
                        && network.origins(node.inputs().get(input)).contains(Network.INPUT)) {
                    return model.inputZeroPoint(node.layer(), input);
                }
            }
        }
        return 0;
    }

    /** What is known of one layer; {@link IllegalArgumentException} where there is none of that label. */
    public VariantLayer layer(String label) {
        return layers.stream()
                .filter(layer -> layer.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no layer '" + label + "'"));
    }

    /** What the integers that a layer reads stand for, in order. */
    public List<ActivationScale> inputs(Node node) {
        return node.inputs().stream()
                .map(label -> label.equals(Network.INPUT)
                        ? image(model)
                        : layer(label).output())
                .toList();
    }
}
