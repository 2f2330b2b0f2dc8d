package intaglio.frontend.keras;

import intaglio.onnx.OnnxGraphBuilder;
import java.util.Arrays;
import java.util.List;

/** Layers where every output reads every channel. */
final class DenseLayers {

    private DenseLayers() {}

    /** Dense: of a vector as it is, of an image a convolution of one pixel. */
    static Value dense(LayerCall call) {
        boolean biased = call.config().flag("use_bias", true);
        List<Hdf5Tensor> tensors = call.tensors(biased ? List.of("kernel", "bias") : List.of("kernel"));
        if (tensors.isEmpty()
                || !call.fits(tensors.get(0), "kernel", 0, call.config().integer("units", 0))) {
            return call.input();
        }
        Canvas canvas = call.canvas();
        Hdf5Tensor matrix = tensors.get(0).transpose(1, 0);
        int units = matrix.shape()[0];
        boolean vector = call.input().rank() == 1;
        if (!vector) {
            int[] sizes = new int[call.input().rank() + 1];
            Arrays.fill(sizes, 1);
            sizes[0] = units;
            sizes[1] = matrix.shape()[1];
            matrix = matrix.reshape(sizes);
        }
        String weight = canvas.constant(call.name() + ".weight", matrix);
        List<String> constants =
                biased ? List.of(weight, canvas.constant(call.name() + ".bias", tensors.get(1))) : List.of(weight);
        Value sum = vector
                ? canvas.node("Gemm", call.name(), call.input(), constants, OnnxGraphBuilder.integer("transB", 1))
                : canvas.node("Conv", call.name(), canvas.channelsFirst(call.input()), constants);
        return Activations.ofLayer(call, sum.withChannels(units));
    }
}
