package intaglio.frontend;

import intaglio.ir.Network;
import intaglio.ir.Shape;
import java.util.List;

/**
 * A network as described, not yet checked.
 *
 * @param where the file, for messages
 * @param name in lower case, unchecked
 */
record NetworkDescription(String where, String name, Shape input, List<LayerDescription> layers) {

    /** The graph; only after all checks. */
    Network toNetwork() {
        return new Network(name, input, layers.stream().map(LayerDescription::toLayer).toList());
    }
}
