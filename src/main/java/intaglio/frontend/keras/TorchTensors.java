package intaglio.frontend.keras;

import intaglio.diag.IntaglioException;
import intaglio.frontend.torch.Tensor;
import java.util.Map;

/** Tensors of Keras under the names that they have in PyTorch, with their axes in its order. */
final class TorchTensors {

    private static final Map<String, String> ROLES = Map.of(
            "kernel", "weight",
            "pointwise_kernel", "weight",
            "gamma", "weight",
            "beta", "bias",
            "moving_mean", "running_mean",
            "moving_variance", "running_var");

    private TorchTensors() {}

    /**
     * Adds a tensor.
     *
     * @param layer its name; what it is called tells depthwise kernels
     * @param role name of the tensor in Keras
     */
    static void add(String layer, String role, Hdf5Tensor tensor, Map<String, Tensor> tensors) {
        boolean depthwise = role.equals("depthwise_kernel") || (role.equals("kernel") && layer.contains("depthwise"));
        boolean separable = role.equals("depthwise_kernel") && layer.contains("separable");
        String name = separable
                ? layer + "_depthwise.weight"
                : layer + "." + (depthwise ? "weight" : ROLES.getOrDefault(role, role));
        Hdf5Tensor moved = moved(tensor, depthwise);
        if (tensors.put(name, new Tensor(name, moved.shape(), moved.values())) != null) {
            throw IntaglioException.badInput(
                    tensor.where(), "is the second tensor named " + name, "give each layer a name of its own");
        }
    }

    /** Kernels as OIHW or OI; those of one row get one. */
    private static Hdf5Tensor moved(Hdf5Tensor tensor, boolean depthwise) {
        Hdf5Tensor planar = tensor.rank() == 3
                ? tensor.reshape(1, tensor.shape()[0], tensor.shape()[1], tensor.shape()[2])
                : tensor;
        if (planar.rank() == 4 && depthwise) {
            Hdf5Tensor each = planar.transpose(2, 3, 0, 1);
            int[] shape = each.shape();
            return each.reshape(shape[0] * shape[1], 1, shape[2], shape[3]);
        }
        return switch (planar.rank()) {
            case 4 -> planar.transpose(3, 2, 0, 1);
            case 2 -> planar.transpose(1, 0);
            default -> planar;
        };
    }
}
