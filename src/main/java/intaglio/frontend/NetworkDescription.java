package intaglio.frontend;

import intaglio.graph.Network;
import intaglio.graph.OutputKind;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network as described, not yet checked.
 *
 * @param where the file, for messages
 * @param name in lower case, unchecked
 * @param normalization what the bytes of an image stand for; empty where the file does not say
 * @param assumptions what the file does not say and was assumed, one sentence each
 */
record NetworkDescription(
        String where,
        String name,
        Shape input,
        Optional<Normalization> normalization,
        List<String> assumptions,
        List<LayerDescription> layers) {

    /** The same with other layers. */
    NetworkDescription withLayers(List<LayerDescription> other) {
        return new NetworkDescription(where, name, input, normalization, assumptions, other);
    }

    /** The same with other assumptions. */
    NetworkDescription withAssumptions(List<String> other) {
        return new NetworkDescription(where, name, input, normalization, other, layers);
    }

    /** The same with a known input, and one more assumption where there is one. */
    NetworkDescription withNormalization(Normalization known, Optional<String> assumption) {
        List<String> all =
                Stream.concat(assumptions.stream(), assumption.stream()).toList();
        return new NetworkDescription(where, name, input, Optional.of(known), all, layers);
    }

    /** The graph; only after all checks. */
    Network toNetwork() {
        return new Network(
                name,
                input,
                normalization.orElseThrow(),
                assumptions,
                Network.chain(layers.stream().map(LayerDescription::toLayer).toList()),
                OutputKind.LOGITS);
    }
}
