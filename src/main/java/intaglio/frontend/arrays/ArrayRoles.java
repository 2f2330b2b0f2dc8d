package intaglio.frontend.arrays;

import intaglio.diag.IntaglioException;
import intaglio.frontend.torch.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each array is to its layer, and the order of its axes. */
final class ArrayRoles {

    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    /** Last part of a name, and what PyTorch calls it. */
    private static final Map<String, String> ROLES = Map.ofEntries(
            Map.entry("k", "weight"),
            Map.entry("w", "weight"),
            Map.entry("W", "weight"),
            Map.entry("kernel", "weight"),
            Map.entry("kernel:0", "weight"),
            Map.entry("weights", "weight"),
            Map.entry("gamma", "weight"),
            Map.entry("scale", "weight"),
            Map.entry("b", "bias"),
            Map.entry("biases", "bias"),
            Map.entry("bias:0", "bias"),
            Map.entry("beta", "bias"),
            Map.entry("mean", "running_mean"),
            Map.entry("moving_mean", "running_mean"),
            Map.entry("var", "running_var"),
            Map.entry("moving_variance", "running_var"));

    private ArrayRoles() {}

    /** Named {@code <layer>.weight}, {@code .bias}, {@code .running_mean}, {@code .running_var}; others stay as they are. */
    static Map<String, Tensor> named(Path file, Map<String, Tensor> arrays) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        arrays.forEach((name, tensor) -> {
            int end = Math.max(name.lastIndexOf('.'), name.lastIndexOf('/'));
            String role = ROLES.getOrDefault(name.substring(end + 1), name.substring(end + 1));
            String full = end <= 0 ? name : name.substring(0, end).replace('/', '.') + "." + role;
            if (named.put(full, new Tensor(full, tensor.shape(), tensor.values())) != null) {
                throw IntaglioException.badInput(
                        file + ": " + name,
                        "is the second array that would be called " + full,
                        "name the arrays <layer>.weight and <layer>.bias");
            }
        });
        return named;
    }

    /**
     * Whether the axes are rows, columns, inputs, outputs (and inputs, outputs): every bias is as long as the last axis of
     * its weights, and one is not as long as the first.
     */
    static boolean isChannelsLast(Map<String, Tensor> tensors) {
        List<Tensor> weights = tensors.values().stream()
                .filter(tensor -> tensor.name().endsWith(WEIGHT) && tensor.shape().length > 1)
                .filter(tensor -> bias(tensor, tensors) != null)
                .toList();
        return weights.stream()
                        .allMatch(weight -> outputs(weight, tensors) == weight.shape()[weight.shape().length - 1])
                && weights.stream().anyMatch(weight -> outputs(weight, tensors) != weight.shape()[0]);
    }

    private static Tensor bias(Tensor weight, Map<String, Tensor> tensors) {
        String layer = weight.name().substring(0, weight.name().length() - WEIGHT.length());
        return tensors.get(layer + BIAS);
    }

    private static int outputs(Tensor weight, Map<String, Tensor> tensors) {
        return bias(weight, tensors).values().length;
    }

    /** Weights in the order of PyTorch: outputs, inputs, rows, columns; one-dimensional kernels get one row. */
    static Map<String, Tensor> channelsFirst(Map<String, Tensor> tensors) {
        Map<String, Tensor> moved = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            int rank = tensor.shape().length;
            boolean weight = name.endsWith(WEIGHT) && rank >= 2 && rank <= 4;
            moved.put(name, weight ? outputsFirst(tensor) : tensor);
        });
        return moved;
    }

    private static Tensor outputsFirst(Tensor tensor) {
        int[] from = tensor.shape();
        int outputs = from[from.length - 1];
        int inputs = from[from.length - 2];
        int height = from.length == 4 ? from[0] : 1;
        int width = from.length == 2 ? 1 : from[from.length - 3];
        float[] values = new float[tensor.values().length];
        int place = 0;
        for (int pixel = 0; pixel < height * width; pixel++) {
            for (int input = 0; input < inputs; input++) {
                for (int output = 0; output < outputs; output++) {
                    values[(output * inputs + input) * height * width + pixel] = tensor.values()[place++];
                }
            }
        }
        int[] shape = from.length == 2 ? new int[] {outputs, inputs} : new int[] {outputs, inputs, height, width};
        return new Tensor(tensor.name(), shape, values);
    }
}
