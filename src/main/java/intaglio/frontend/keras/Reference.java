package intaglio.frontend.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An output of a layer, as {@code ["conv2d", 0, 0]} names it.
 *
 * @param layer its name
 * @param call which of the calls of that layer
 * @param tensor which output of that call
 */
record Reference(String layer, int call, int tensor) {

    /** Of such a list of three, or of the tensor objects of Keras 3; empty for all else. */
    static Optional<Reference> of(JsonNode node) {
        JsonNode list = node.path("class_name").asText().equals("__keras_tensor__")
                ? node.path("config").path("keras_history")
                : node;
        boolean reference = list.isArray()
                && list.size() >= 3
                && list.get(0).isTextual()
                && list.get(1).isInt()
                && list.get(2).isInt();
        return reference
                ? Optional.of(new Reference(
                        list.get(0).asText(), list.get(1).asInt(), list.get(2).asInt()))
                : Optional.empty();
    }

    /** Of one reference, a list of them, or one for each name. */
    static List<Reference> listOf(JsonNode node) {
        Optional<Reference> single = of(node);
        if (single.isPresent()) {
            return List.of(single.get());
        }
        List<Reference> all = new ArrayList<>();
        node.forEach(element -> of(element).ifPresent(all::add));
        return all;
    }

    /** The layer and which call of it. */
    String callName() {
        return layer + " " + call;
    }
}
