package intaglio.frontend.keras;

import java.util.List;
import java.util.Optional;

/**
 * Weights of an {@code .h5} file: a group for each layer, whose attribute {@code weight_names} lists paths like
 * {@code conv2d/kernel:0}. A model within the model is one group with the weights of all its layers.
 */
final class NamedWeights implements WeightStore {

    static final String NAMES = "weight_names";

    private final Hdf5Group group;

    NamedWeights(Hdf5Group group) {
        this.group = group;
    }

    @Override
    public Optional<Hdf5Tensor> tensor(KerasLayer layer, List<String> roles, int index) {
        return group.group(layer.name())
                .flatMap(own -> own.texts(NAMES).stream()
                        .filter(path -> role(path).equals(roles.get(index)))
                        .findFirst()
                        .flatMap(own::tensor));
    }

    @Override
    public WeightStore within(KerasLayer layer, KerasModel model) {
        return group.group(layer.name()).<WeightStore>map(Inner::new).orElse(this);
    }

    /** {@code kernel} of {@code conv2d/kernel:0}. */
    static String role(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
    }

    /** The weights of a model within the model: their paths name the layers. */
    private record Inner(Hdf5Group group) implements WeightStore {

        @Override
        public Optional<Hdf5Tensor> tensor(KerasLayer layer, List<String> roles, int index) {
            return group.texts(NAMES).stream()
                    .filter(path -> role(path).equals(roles.get(index)) && isOf(path, layer.name()))
                    .findFirst()
                    .flatMap(group::tensor);
        }

        private static boolean isOf(String path, String layer) {
            int end = path.lastIndexOf('/');
            return end >= 0 && ("/" + path.substring(0, end)).endsWith("/" + layer);
        }

        @Override
        public WeightStore within(KerasLayer layer, KerasModel model) {
            return this;
        }
    }
}
