package intaglio.frontend.keras;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Weights of a {@code .keras} file: {@code layers/<class>/vars/<number>}, where the second layer of a class is
 * {@code <class>_1} and so on, whatever their names are, and the numbers follow the order in which Keras makes them.
 */
final class NumberedWeights implements WeightStore {

    /** Groups of layers, and what Keras 2.12 to 2.15 called them. */
    private static final List<String> CONTAINERS = List.of("layers", "_layer_checkpoint_dependencies");

    private static final String VARIABLES = "vars";

    private final Hdf5Group layers;
    private final Map<String, String> groups = new HashMap<>();

    /**
     * The weights of a model.
     *
     * @param group of the whole model
     */
    NumberedWeights(Hdf5Group group, KerasModel model) {
        this.layers = CONTAINERS.stream()
                .flatMap(name -> group.group(name).stream())
                .findFirst()
                .orElse(group);
        Map<String, Integer> counts = new HashMap<>();
        for (KerasLayer layer : model.layers()) {
            String kind = snakeCase(layer.className());
            int count = counts.merge(kind, 1, Integer::sum) - 1;
            groups.put(layer.name(), count == 0 ? kind : kind + "_" + count);
        }
    }

    @Override
    public Optional<Hdf5Tensor> tensor(KerasLayer layer, List<String> roles, int index) {
        return layers.group(groups.get(layer.name()))
                .flatMap(group -> group.group(VARIABLES))
                .flatMap(group -> group.tensor(Integer.toString(index)));
    }

    @Override
    public WeightStore within(KerasLayer layer, KerasModel model) {
        return layers.group(groups.get(layer.name()))
                .<WeightStore>map(group -> new NumberedWeights(group, model))
                .orElse(this);
    }

    /** {@code conv2d_transpose} of {@code Conv2DTranspose}, as Keras writes it. */
    static String snakeCase(String className) {
        return className
                .replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
