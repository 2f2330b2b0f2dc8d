package intaglio.frontend.torch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors of a model without its graph, in the order of the file.
 *
 * @param file where they come from
 * @param prefix what all names had before theirs in the file, for instance {@code module.}; often empty
 * @param byName tensor by name, without the prefix
 * @param conventions of the framework that they come from
 */
public record Checkpoint(Path file, String prefix, Map<String, Tensor> byName, Conventions conventions) {

    public Checkpoint {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** Tensors of PyTorch. */
    public Checkpoint(Path file, String prefix, Map<String, Tensor> byName) {
        this(file, prefix, byName, Conventions.PYTORCH);
    }

    public Collection<Tensor> tensors() {
        return byName.values();
    }

    /** The tensor of that name, with or without the prefix; or null. */
    public Tensor tensor(String name) {
        Tensor tensor = byName.get(name);
        return tensor == null && name.startsWith(prefix) ? byName.get(name.substring(prefix.length())) : tensor;
    }
}
