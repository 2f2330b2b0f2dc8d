package intaglio.frontend;

import intaglio.frontend.layer.Labels;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What can be said about the network of a bare state_dict: the start of a network file, for the user to complete. */
final class NetworkDraft {

    private static final int MAX_SHOWN = 24;
    private static final String WEIGHT = ".weight";
    private static final String MEAN = ".running_mean";

    private NetworkDraft() {}

    /** Names and shapes of the tensors, in one line. */
    static String tensors(Checkpoint checkpoint) {
        List<String> all = checkpoint.tensors().stream()
                .map(tensor -> tensor.name() + " " + tensor.shapeText())
                .toList();
        String more = all.size() > MAX_SHOWN ? " and " + (all.size() - MAX_SHOWN) + " more" : "";
        return String.join(", ", all.subList(0, Math.min(MAX_SHOWN, all.size()))) + more;
    }

    /** A network file in one line, with the weighted layers in the order of their tensors. */
    static String json(Checkpoint checkpoint) {
        List<Tensor> weights = checkpoint.tensors().stream()
                .filter(NetworkDraft::isWeight)
                .limit(MAX_SHOWN)
                .toList();
        Map<Tensor, String> norms = NormOwners.of(weights, checkpoint);
        boolean planes = !weights.isEmpty() && weights.get(0).shape().length == 4;
        String channels = planes ? Integer.toString(weights.get(0).shape()[1]) : "C";
        return "{\"name\": \"net\", \"input\": [" + channels + ", H, W], \"layers\": ["
                + weights.stream()
                        .map(weight -> layer(weight, norms.get(weight), checkpoint))
                        .collect(Collectors.joining(", "))
                + "]}";
    }

    /** Whether batch normalizations are among the tensors. */
    static boolean hasBatchNorms(Checkpoint checkpoint) {
        return checkpoint.tensors().stream().anyMatch(tensor -> tensor.name().endsWith(MEAN));
    }

    private static boolean isWeight(Tensor tensor) {
        return tensor.name().endsWith(WEIGHT) && (tensor.shape().length == 4 || tensor.shape().length == 2);
    }

    private static String withoutEnd(Tensor tensor, String end) {
        return tensor.name().substring(0, tensor.name().length() - end.length());
    }

    private static String layer(Tensor weight, String batchNorm, Checkpoint checkpoint) {
        String tensors = withoutEnd(weight, WEIGHT);
        String label = Labels.legal(tensors);
        String renamed = label.equals(tensors) ? "" : ", \"tensors\": \"" + tensors + "\"";
        String name = "\"name\": \"" + label + "\"" + renamed;
        String norm = batchNorm == null ? "" : ", \"batchnorm\": \"" + batchNorm + "\"";
        int[] shape = weight.shape();
        String known = checkpoint.layerKeys().getOrDefault(checkpoint.prefix() + tensors, "");
        return shape.length == 4
                ? "{\"kind\": \"conv2d\", " + name + ", \"kernel\": [" + shape[2] + ", " + shape[3] + "]" + known + norm
                        + "}"
                : "{\"kind\": \"dense\", " + name + norm + "}";
    }
}
