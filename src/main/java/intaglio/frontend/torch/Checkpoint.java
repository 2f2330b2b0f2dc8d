package intaglio.frontend.torch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors of a state_dict, in the order of the file.
 *
 * @param file where they come from
 * @param byName tensor by name
 */
public record Checkpoint(Path file, Map<String, Tensor> byName) {

    public Checkpoint {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    public Collection<Tensor> tensors() {
        return byName.values();
    }

    /** The tensor of that name, or null. */
    public Tensor tensor(String name) {
        return byName.get(name);
    }
}
