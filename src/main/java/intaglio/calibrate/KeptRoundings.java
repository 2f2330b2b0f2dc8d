package intaglio.calibrate;

import intaglio.quant.LayerToRound;
import intaglio.quant.RoundedWeights;
import intaglio.quant.WeightRounding;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Remembers what became of a layer, for networks that differ in the widths of their weights only: a layer is the same where
 * it and all layers before it have the same widths.
 */
final class KeptRoundings {

    private final WeightRounding rounding;
    private final Map<String, RoundedWeights> known = new HashMap<>();

    KeptRoundings(WeightRounding rounding) {
        this.rounding = rounding;
    }

    /**
     * The rounding for one of the networks.
     *
     * @param bits of each layer's weights, by label
     */
    WeightRounding with(Map<String, Integer> bits) {
        return layer -> known.computeIfAbsent(key(layer, bits::get), key -> rounding.round(layer));
    }

    private static String key(LayerToRound layer, Function<String, Integer> bits) {
        StringBuilder key = new StringBuilder(layer.node().label());
        layer.network()
                .upTo(layer.node().label())
                .weightedLayers()
                .forEach(one -> key.append(' ').append(bits.apply(one.label())));
        return key.toString();
    }
}
