package intaglio.frontend.torch;

import java.util.List;
import java.util.Map;

/**
 * Entries of a quantized state_dict: weight and bias of a dense layer in one, the scale and zero point of what a layer
 * gives, types.
 */
final class PackedParameters {

    private static final String PACKED = "_packed_params._packed_params";
    private static final List<String> STEPS = List.of("scale", "zero_point");

    private PackedParameters() {}

    /** Whether an entry is weight and bias in one, or the type of such. */
    static boolean isPacked(String name, Object value) {
        return name.endsWith("_packed_params.dtype") || (name.endsWith(PACKED) && value instanceof PickleTuple);
    }

    /** Adds weight and bias under the names that a layer of floats gives them. */
    static void unpack(String name, Object value, Map<String, TensorView> views) {
        if (value instanceof PickleTuple packed) {
            String layer = name.substring(0, name.length() - PACKED.length());
            List<String> roles = List.of("weight", "bias");
            for (int i = 0; i < Math.min(roles.size(), packed.size()); i++) {
                if (packed.get(i) instanceof TensorView view) {
                    views.put(layer + roles.get(i), view);
                }
            }
        }
    }

    /** Takes scales and zero points of activations out, where weights are quantized. */
    static void dropSteps(Map<String, TensorView> views) {
        if (isQuantized(views)) {
            views.keySet().removeIf(name -> STEPS.contains(name.substring(name.lastIndexOf('.') + 1)));
        }
    }

    /** Whether any tensor is quantized. */
    static boolean isQuantized(Map<String, TensorView> views) {
        return views.values().stream().anyMatch(view -> view.quantized() != null);
    }
}
