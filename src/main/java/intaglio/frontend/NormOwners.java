package intaglio.frontend;

import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells for each batch normalization of a state_dict which layer it most likely follows. */
public final class NormOwners {

    private static final String MEAN = ".running_mean";

    private NormOwners() {}

    /**
     * The layer with weights directly before it in the file, where that has as many channels. Where several
     * normalizations stand together, or that one has its own already, the first layer of as many channels that has none
     * yet: a network may make all its layers first, and all its normalizations then.
     *
     * @param weights weight tensors of the layers, in the order of the file
     * @return prefix of the normalization's tensors, by the weight tensor of its layer
     */
    public static Map<Tensor, String> of(List<Tensor> weights, Checkpoint checkpoint) {
        Map<Tensor, String> norms = new LinkedHashMap<>();
        List<Tensor> order = checkpoint.tensors().stream()
                .filter(tensor -> isMean(tensor) || weights.contains(tensor))
                .toList();
        for (int place = 0; place < order.size(); place++) {
            Tensor mean = order.get(place);
            if (isMean(mean)) {
                String prefix = mean.name().substring(0, mean.name().length() - MEAN.length());
                owner(place, order, weights, norms).ifPresent(weight -> norms.put(weight, prefix));
            }
        }
        return norms;
    }

    private static Optional<Tensor> owner(
            int place, List<Tensor> order, List<Tensor> weights, Map<Tensor, String> norms) {
        List<Tensor> candidates = new ArrayList<>();
        boolean behindLayer = place > 0 && !isMean(order.get(place - 1));
        if (behindLayer && (place + 1 == order.size() || !isMean(order.get(place + 1)))) {
            candidates.add(order.get(place - 1));
        }
        candidates.addAll(weights);
        return candidates.stream()
                .filter(weight -> weight.shape()[0] == order.get(place).values().length && !norms.containsKey(weight))
                .findFirst();
    }

    private static boolean isMean(Tensor tensor) {
        return tensor.name().endsWith(MEAN);
    }
}
