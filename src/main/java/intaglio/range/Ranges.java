package intaglio.range;

import java.util.List;

/** Proved intervals of every layer, in network order. */
public record Ranges(List<LayerRanges> layers) {

    public Ranges {
        layers = List.copyOf(layers);
    }

    /** The layer of that label; {@link IllegalArgumentException} where there is none. */
    public LayerRanges layer(String label) {
        return layers.stream()
                .filter(layer -> layer.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no layer '" + label + "'"));
    }
}
