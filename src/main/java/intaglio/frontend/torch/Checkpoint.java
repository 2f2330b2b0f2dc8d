package intaglio.frontend.torch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tensors of a model without its graph, in the order of the file.
 *
 * @param file where they come from
 * @param prefix what all names had before theirs in the file, for instance {@code module.}; often empty
 * @param byName tensor by name, without the prefix
 * @param conventions of the framework that they come from
 * @param remarks what was left out or changed, one sentence each
 * @param layerKeys by the name of a layer what the file says of it, as a network file has it:
 *     {@code , "stride": [2, 2]}; empty for files that hold tensors alone
 */
public record Checkpoint(
        Path file,
        String prefix,
        Map<String, Tensor> byName,
        Conventions conventions,
        List<String> remarks,
        Map<String, String> layerKeys) {

    public Checkpoint {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** Tensors of PyTorch. */
    public Checkpoint(Path file, String prefix, Map<String, Tensor> byName) {
        this(file, prefix, byName, Conventions.PYTORCH);
    }

    /** Tensors of some framework. */
    public Checkpoint(Path file, String prefix, Map<String, Tensor> byName, Conventions conventions) {
        this(file, prefix, byName, conventions, List.of(), Map.of());
    }

    /** All that the user must know of them, one sentence each. */
    public List<String> notes() {
        return Stream.concat(conventions.note().stream(), remarks.stream()).toList();
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
