package intaglio.calibrate;

import intaglio.quant.LayerToRound;
import intaglio.quant.RoundedWeights;
import intaglio.quant.WeightRounding;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Remembers what became of a layer, for networks that differ in the widths of their weights only: a layer is the same where
 * it and all layers before it have the same widths. Of very many it forgets those that were not asked for longest.
 */
final class KeptRoundings {

    /** Weights to remember, of all layers together. */
    private static final long MOST_WEIGHTS = 1 << 24;

    private final WeightRounding rounding;
    private final Map<String, RoundedWeights> known = new LinkedHashMap<>(16, 0.75f, true);
    private long weights;

    KeptRoundings(WeightRounding rounding) {
        this.rounding = rounding;
    }

    /**
     * The rounding for one of the networks.
     *
     * @param bits of each layer's weights, by label
     */
    WeightRounding with(Map<String, Integer> bits) {
        return layer -> {
            String key = key(layer, bits::get);
            RoundedWeights rounded = known.get(key);
            return rounded == null ? keep(key, rounding.round(layer)) : rounded;
        };
    }

    private RoundedWeights keep(String key, RoundedWeights rounded) {
        known.put(key, rounded);
        weights += rounded.weights().length;
        Iterator<RoundedWeights> oldest = known.values().iterator();
        while (weights > MOST_WEIGHTS) {
            weights -= oldest.next().weights().length;
            oldest.remove();
        }
        return rounded;
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
