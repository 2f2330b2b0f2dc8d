package intaglio.inspect;

import intaglio.diag.Problems;
import intaglio.frontend.layer.BatchNormalization;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the layers of a state_dict by the names and shapes of its tensors, in their order. */
final class StateDictLayers {

    private static final String WEIGHT = ".weight";
    private static final String MEAN = ".running_mean";

    private final Checkpoint checkpoint;
    private final Set<String> used = new HashSet<>();
    private final List<WeightedTensors> layers = new ArrayList<>();

    private StateDictLayers(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** The layers with weights; what belongs to none of them is reported. */
    static List<WeightedTensors> of(Checkpoint checkpoint, Problems problems) {
        StateDictLayers reading = new StateDictLayers(checkpoint);
        for (Tensor tensor : checkpoint.tensors()) {
            reading.take(tensor, problems);
        }
        checkpoint.tensors().stream().filter(tensor -> !reading.used.contains(tensor.name())).forEach(tensor ->
                problems.add(checkpoint.file() + ": " + tensor.name(), "the tensor (" + tensor.shapeText()
                        + ") is of no convolution, dense layer or batch normalization",
                        "describe the network in a network file (docs/network-json.md), or take the tensor out"));
        if (reading.layers.isEmpty()) {
            problems.add(checkpoint.file().toString(), "has no tensor named *" + WEIGHT + " of 4 or 2 dimensions",
                    "give the state_dict of a network with convolutions or dense layers");
        }
        return reading.layers;
    }

    private void take(Tensor tensor, Problems problems) {
        int rank = tensor.shape().length;
        boolean empty = Arrays.stream(tensor.shape()).anyMatch(size -> size == 0);
        if (tensor.name().endsWith(WEIGHT) && (rank == 4 || rank == 2) && !empty) {
            String prefix = tensor.name().substring(0, tensor.name().length() - WEIGHT.length());
            layers.add(new WeightedTensors(
                    prefix, use(tensor), optional(prefix + ".bias", tensor.shape()[0]), Optional.empty()));
        } else if (tensor.name().endsWith(MEAN) && rank == 1) {
            norm(tensor, problems);
        }
    }

    /**
     * Takes a batch normalization up into the layer it follows. Where several come together they belong to the layers before
     * them in order: a network may make all its layers first, and all its normalizations then.
     */
    private void norm(Tensor mean, Problems problems) {
        String prefix = mean.name().substring(0, mean.name().length() - MEAN.length());
        int channels = mean.shape()[0];
        List<WeightedTensors> open = layers.stream()
                .filter(layer -> layer.norm().isEmpty() && layer.outChannels() == channels).toList();
        Tensor variance = optional(prefix + ".running_var", channels);
        if (open.isEmpty() || variance == null) {
            return;
        }
        WeightedTensors owner = open.get(isInRun(prefix) ? 0 : open.size() - 1);
        Tensor gain = optional(prefix + WEIGHT, channels);
        Tensor shift = optional(prefix + ".bias", channels);
        used.add(prefix + ".num_batches_tracked");
        BatchNormalization values = new BatchNormalization(
                gain == null ? ones(channels) : gain.values(),
                shift == null ? new float[channels] : shift.values(),
                use(mean).values(), variance.values(), BatchNormalization.DEFAULT_EPS);
        if (values.check(checkpoint.file() + ": " + prefix, problems)) {
            layers.set(layers.indexOf(owner), owner.withNorm(new WeightedTensors.Norm(prefix, values)));
        }
    }

    /** Whether the batch normalization stands beside another one, without a layer between them. */
    private boolean isInRun(String prefix) {
        List<String> kinds = new ArrayList<>();
        int place = -1;
        for (Tensor tensor : checkpoint.tensors()) {
            if (tensor.name().equals(prefix + MEAN)) {
                place = kinds.size();
            }
            if (tensor.name().endsWith(MEAN)) {
                kinds.add(MEAN);
            } else if (tensor.name().endsWith(WEIGHT) && tensor.shape().length > 1) {
                kinds.add(WEIGHT);
            }
        }
        return place > 0 && kinds.get(place - 1).equals(MEAN)
                || place + 1 < kinds.size() && kinds.get(place + 1).equals(MEAN);
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
