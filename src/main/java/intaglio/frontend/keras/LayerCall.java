package intaglio.frontend.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A layer that is called with tensors.
 *
 * @param inputs what it reads, in order; without the numbers among its operands
 * @param numbers its operands as numbers; NaN for a tensor
 * @param isOfKeras2 whether that wrote the file: a few functions have changed since
 */
record LayerCall(
        KerasLayer layer,
        LayerConfig config,
        List<Value> inputs,
        List<Double> numbers,
        WeightStore weights,
        Canvas canvas,
        boolean isOfKeras2) {

    String name() {
        return Canvas.nodeName(layer.name());
    }

    /** The one tensor that it reads. */
    Value input() {
        return inputs.get(0);
    }

    /** The same call with another tensor. */
    LayerCall with(Value input) {
        return new LayerCall(layer, config, List.of(input), numbers, weights, canvas, isOfKeras2);
    }

    /** A layer that this one holds as its activation. */
    LayerCall as(KerasLayer other) {
        return new LayerCall(other, config.of(other.config()), inputs, numbers, weights, canvas, isOfKeras2);
    }

    void problem(String what, String help) {
        config.problem(what, help);
    }

    /**
     * All tensors of the layer, in the order of their roles.
     *
     * @return empty where one is missing, which is reported
     */
    List<Hdf5Tensor> tensors(List<String> roles) {
        List<Hdf5Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            weights.tensor(layer, roles, i).ifPresent(tensors::add);
        }
        if (tensors.size() < roles.size()) {
            problem(
                    "has " + tensors.size() + " tensors in the file, but needs " + String.join(", ", roles),
                    Hdf5File.AGAIN);
            return List.of();
        }
        return tensors;
    }

    /** Whether a tensor has these sizes, which is reported where it has not; 0 is any size. */
    boolean fits(Hdf5Tensor tensor, String role, long... sizes) {
        boolean fits = tensor.rank() == sizes.length;
        for (int i = 0; fits && i < sizes.length; i++) {
            fits = tensor.shape()[i] > 0 && (sizes[i] == 0 || sizes[i] == tensor.shape()[i]);
        }
        if (!fits) {
            String needed = Arrays.stream(sizes)
                    .mapToObj(size -> size == 0 ? "?" : Long.toString(size))
                    .collect(Collectors.joining("x"));
            problem("its " + role + " is " + tensor.shapeText() + ", its settings need " + needed, Hdf5File.AGAIN);
        }
        return fits;
    }
}
