package intaglio.golden;

import java.util.List;

/** Every layer's values for one frame, in network order. */
public record Trace(List<LayerTrace> layers) {

    public Trace {
        layers = List.copyOf(layers);
    }

    /** The layer of that label; {@link IllegalArgumentException} where there is none. */
    public LayerTrace layer(String label) {
        return layers.stream()
                .filter(layer -> layer.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no layer '" + label + "'"));
    }

    /** Output of the last layer. */
    public long[] logits() {
        return layers.get(layers.size() - 1).output();
    }
}
