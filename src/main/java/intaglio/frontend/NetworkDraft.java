package intaglio.frontend;

import intaglio.frontend.layer.Labels;
import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/** What can be said about the network of a bare state_dict: the start of a network file, for the user to complete. */
final class NetworkDraft {

    private static final int MAX_SHOWN = 24;
    private static final String WEIGHT = ".weight";

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
                .filter(tensor -> tensor.name().endsWith(WEIGHT))
                .filter(tensor -> tensor.shape().length == 4 || tensor.shape().length == 2)
                .limit(MAX_SHOWN)
                .toList();
        boolean planes = !weights.isEmpty() && weights.get(0).shape().length == 4;
        String channels = planes ? Integer.toString(weights.get(0).shape()[1]) : "C";
        return "{\"name\": \"net\", \"input\": [" + channels + ", H, W], \"layers\": ["
                + weights.stream().map(NetworkDraft::layer).collect(Collectors.joining(", ")) + "]}";
    }

    private static String layer(Tensor weight) {
        String tensors = weight.name().substring(0, weight.name().length() - WEIGHT.length());
        String label = Labels.legal(tensors);
        String renamed = label.equals(tensors) ? "" : ", \"tensors\": \"" + tensors + "\"";
        String name = "\"name\": \"" + label + "\"" + renamed;
        int[] shape = weight.shape();
        return shape.length == 4
                ? "{\"kind\": \"conv2d\", " + name + ", \"kernel\": [" + shape[2] + ", " + shape[3] + "]}"
                : "{\"kind\": \"dense\", " + name + "}";
    }
}
