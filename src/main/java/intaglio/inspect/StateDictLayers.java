package intaglio.inspect;

import intaglio.diag.Problems;
import intaglio.frontend.NormOwners;
import intaglio.frontend.layer.BatchNormalization;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the layers of a state_dict by the names and shapes of its tensors, in their order. */
final class StateDictLayers {

    private static final String WEIGHT = ".weight";

    private final Checkpoint checkpoint;
    private final Set<String> used = new HashSet<>();

    private StateDictLayers(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** The layers with weights; what belongs to none of them is reported. */
    static List<WeightedTensors> of(Checkpoint checkpoint, Problems problems) {
        StateDictLayers reading = new StateDictLayers(checkpoint);
        List<Tensor> weights =
                checkpoint.tensors().stream().filter(StateDictLayers::isWeight).toList();
        Map<Tensor, String> norms = NormOwners.of(weights, checkpoint);
        List<WeightedTensors> layers = new ArrayList<>();
        weights.forEach(weight -> layers.add(reading.layer(weight, norms.get(weight), problems)));
        checkpoint.tensors().stream()
                .filter(tensor -> !reading.used.contains(tensor.name()))
                .forEach(tensor -> problems.add(
                        checkpoint.file() + ": " + tensor.name(),
                        "the tensor (" + tensor.shapeText()
                                + ") is of no convolution, dense layer or batch normalization",
                        "describe the network in a network file (docs/network-json.md), or take the tensor out"));
        if (layers.isEmpty()) {
            problems.add(
                    checkpoint.file().toString(),
                    "has no tensor named *" + WEIGHT + " of 4 or 2 dimensions",
                    "give the state_dict of a network with convolutions or dense layers");
        }
        return layers;
    }

    private static boolean isWeight(Tensor tensor) {
        int rank = tensor.shape().length;
        return tensor.name().endsWith(WEIGHT)
                && (rank == 4 || rank == 2)
                && Arrays.stream(tensor.shape()).noneMatch(size -> size == 0);
    }

    private WeightedTensors layer(Tensor weight, String norm, Problems problems) {
        String prefix = weight.name().substring(0, weight.name().length() - WEIGHT.length());
        int channels = weight.shape()[0];
        return new WeightedTensors(
                prefix,
                use(weight),
                optional(prefix + ".bias", channels),
                Optional.ofNullable(norm).flatMap(name -> norm(name, channels, problems)));
    }

    private Optional<WeightedTensors.Norm> norm(String prefix, int channels, Problems problems) {
        Tensor mean = optional(prefix + ".running_mean", channels);
        Tensor variance = optional(prefix + ".running_var", channels);
        Tensor gain = optional(prefix + WEIGHT, channels);
        Tensor shift = optional(prefix + ".bias", channels);
        used.add(prefix + ".num_batches_tracked");
        if (mean == null || variance == null) {
            return Optional.empty();
        }
        BatchNormalization values = new BatchNormalization(
                gain == null ? ones(channels) : gain.values(),
                shift == null ? new float[channels] : shift.values(),
                mean.values(),
                variance.values(),
                checkpoint.conventions().epsilon());
        return values.check(checkpoint.file() + ": " + prefix, problems)
                ? Optional.of(new WeightedTensors.Norm(prefix, values))
                : Optional.empty();
    }

    private Tensor use(Tensor tensor) {
        used.add(tensor.name());
        return tensor;
    }

    private Tensor optional(String name, int size) {
        Tensor tensor = checkpoint.tensor(name);
        boolean fits = tensor != null && tensor.shape().length == 1 && tensor.shape()[0] == size;
        return fits ? use(tensor) : null;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
