package intaglio.evaluate;

import intaglio.graph.IntegerModel;
import intaglio.op.Layer;
import intaglio.quant.ActivationScale;
import intaglio.quant.Quantized;
import intaglio.quant.Uint8LayerReport;
import intaglio.quant.Uint8Quantized;
import java.util.ArrayList;
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
                        OptionalDouble.of(layer.relativeError()),
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

    /** Pools keep the scale of their input. */
    private static List<VariantLayer> inOrder(IntegerModel model, Map<String, VariantLayer> weighted) {
        List<VariantLayer> layers = new ArrayList<>();
        ActivationScale scale = image(model);
        for (Layer layer : model.network().layers()) {
            VariantLayer found = weighted.getOrDefault(layer.label(), VariantLayer.pool(layer.label(), scale));
            layers.add(found);
            scale = found.output();
        }
        return layers;
    }

    /** What the bytes of the image stand for; of several channels the largest scale, and the first zero point. */
    private static ActivationScale image(IntegerModel model) {
        int zeroPoint =
                model.parameters(model.network().weightedLayers().get(0)).inputZeroPoint(0);
        return new ActivationScale(
                ActivationScale.unit(
                        model.network().normalization(), model.network().input().channels()),
                zeroPoint);
    }

    /** What the integers that a layer reads stand for. */
    public ActivationScale input(int layer) {
        return layer == 0 ? image(model) : layers.get(layer - 1).output();
    }
}
