package intaglio.frontend.keras;

import intaglio.diag.IntaglioException;
import intaglio.frontend.torch.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tensors of a {@code .weights.h5} file of Keras 3: groups with {@code vars/0}, {@code vars/1} and so on. What a number
 * means is told by how many there are and how many axes they have.
 */
final class NumberedTensors {

    private static final String VARIABLES = "vars";
    private static final int MAX_DEPTH = 20;
    private static final int MAX_GROUPS = 10_000;
    private static final List<String> CONTAINERS = List.of("layers", "_layer_checkpoint_dependencies");

    private static final List<String> NORM = List.of("gamma", "beta", "moving_mean", "moving_variance");

    private final Map<String, Tensor> tensors;
    private int groups;

    /**
     * Collects tensors.
     *
     * @param tensors takes them
     */
    NumberedTensors(Map<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    void read(Hdf5Group root) {
        read(root, "", 0);
    }

    private void read(Hdf5Group group, String name, int depth) {
        if (depth > MAX_DEPTH || ++groups > MAX_GROUPS) {
            throw IntaglioException.badInput(
                    group.where(),
                    "lies in more than " + MAX_DEPTH + " groups, or is one of more than " + MAX_GROUPS,
                    "give a small network");
        }
        List<String> children = group.names().stream()
                .filter(child -> !child.equals(VARIABLES) && !(depth == 0 && child.equals("optimizer")))
                .sorted(Comparator.comparing((String child) -> child.replaceFirst("_?\\d+$", ""))
                        .thenComparing(String::length)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        group.group(VARIABLES).ifPresent(variables -> variables(variables, name));
        for (String child : children) {
            boolean container = CONTAINERS.contains(child);
            String inner = container ? name : name.isEmpty() ? child : name + "." + child;
            group.group(child).ifPresent(one -> read(one, inner, depth + 1));
        }
    }

    private void variables(Hdf5Group variables, String place) {
        String name = variables.text("name").orElse(place);
        List<Hdf5Tensor> found = new ArrayList<>();
        IntStream.range(0, variables.names().size())
                .mapToObj(i -> variables.tensor(Integer.toString(i)))
                .flatMap(Optional::stream)
                .forEach(found::add);
        if (!found.isEmpty()) {
            List<String> roles = roles(variables, found, place);
            for (int i = 0; i < found.size(); i++) {
                TorchTensors.add(name, roles.get(i), found.get(i), tensors);
            }
        }
    }

    /** Names of the tensors of one layer. */
    private static List<String> roles(Hdf5Group group, List<Hdf5Tensor> found, String place) {
        long kernels = found.stream().filter(tensor -> tensor.rank() > 1).count();
        long vectors = found.stream().filter(tensor -> tensor.rank() == 1).count();
        boolean ordered =
                IntStream.range(0, found.size()).allMatch(i -> (found.get(i).rank() > 1) == (i < kernels));
        if (place.contains("p_re_lu") && found.size() == 1) {
            return List.of("alpha");
        }
        if (place.contains("normalization") && kernels == 0 && vectors == 2 && found.size() == 3) {
            return List.of("mean", "variance", "count");
        }
        boolean only = kernels + vectors == found.size() && ordered;
        if (only && kernels == 1 && vectors <= 1) {
            return List.of(place.contains("depthwise") ? "depthwise_kernel" : "kernel", "bias");
        }
        if (only && kernels == 2 && vectors <= 1) {
            return List.of("depthwise_kernel", "pointwise_kernel", "bias");
        }
        if (only && kernels == 0 && (vectors == 4 || vectors == 2)) {
            return NORM.subList(vectors == 4 ? 0 : 2, 4);
        }
        throw IntaglioException.badInput(
                group.where(),
                "has " + found.size() + " tensors, and the file does not say which is which",
                "save the whole model instead: model.save('model.keras')");
    }
}
