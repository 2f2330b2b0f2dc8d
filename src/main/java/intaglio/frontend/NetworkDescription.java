package intaglio.frontend;

import intaglio.graph.Network;
import intaglio.graph.Node;
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
 * @param layers the last gives the output
 * @param output what the values at the end are; empty where the file does not say
 */
record NetworkDescription(
        String where,
        String name,
        Shape input,
        Optional<Normalization> normalization,
        List<String> assumptions,
        List<LayerDescription> layers,
        Optional<OutputKind> output) {

    /** The same with other layers. */
    NetworkDescription withLayers(List<LayerDescription> other) {
        return new NetworkDescription(where, name, input, normalization, assumptions, other, output);
    }

    /** The same with one more assumption where there is one. */
    NetworkDescription withAssumption(Optional<String> assumption) {
        List<String> all =
                Stream.concat(assumptions.stream(), assumption.stream()).toList();
        return new NetworkDescription(where, name, input, normalization, all, layers, output);
    }

    /** The same with more assumptions. */
    NetworkDescription withAssumptions(List<String> more) {
        NetworkDescription all = this;
        for (String one : more) {
            all = all.withAssumption(Optional.of(one));
        }
        return all;
    }

    /** The same with a known input, and one more assumption where there is one. */
    NetworkDescription withNormalization(Normalization known, Optional<String> assumption) {
        return new NetworkDescription(where, name, input, Optional.of(known), assumptions, layers, output)
                .withAssumption(assumption);
    }

    /** The same with a known output. */
    NetworkDescription withOutput(OutputKind known) {
        return new NetworkDescription(where, name, input, normalization, assumptions, layers, Optional.of(known));
    }

    /** The graph; only after all checks. */
    Network toNetwork() {
        return new Network(
                name,
                input,
                normalization.orElseThrow(),
                assumptions,
                layers.stream()
                        .map(layer -> new Node(layer.toLayer(), layer.inputs()))
                        .toList(),
                output.orElseThrow());
    }
}
