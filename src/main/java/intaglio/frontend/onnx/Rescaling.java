package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.Arrays;

/**
 * QuantizeLinear of data that have another scale or zero point already. The integer network has one scale from layer to
 * layer, so this becomes a layer of its own: a depthwise convolution with weights of 1. Directly behind an average pool
 * it takes the pool's window over and gives the mean rounded once, as the file has it.
 */
final class Rescaling {

    private Rescaling() {}

    /**
     * Appends the layer.
     *
     * @param averaged whether the data are means that have not been quantized
     * @return the layer; null, reported, where it cannot be
     */
    static WeightedDraft append(Node node, Grid from, Grid to, boolean averaged, Flow flow) {
        PoolDraft last = flow.source() == null ? null : flow.source().pool().orElse(null);
        boolean pool = averaged && last != null && !last.isMax();
        if (averaged && !pool) {
            node.problem(
                    "quantizes means to another scale (" + to + ") than their numbers have (" + from
                            + "), and another layer is between",
                    "quantize directly behind the average pool");
            return null;
        }
        Shape shape = flow.shape();
        if (shape == null) {
            return null;
        }
        int[] dims = flow.dims();
        Window window = pool ? last.window() : Window.of(1, 1, 1, 1, 0, 0);
        if (pool) {
            flow.removeLast();
        }
        float[] weights = new float[shape.channels() * window.area()];
        Arrays.fill(weights, 1f / window.area());
        long[] ones = new long[weights.length];
        Arrays.fill(ones, 1);
        FoldedWeights folded = new FoldedWeights(weights, shape.channels());
        WeightedDraft layer = pool
                ? last.asConvolution(folded)
                : WeightedDraft.conv(node, "rescale", window, shape.channels(), folded);
        layer.quantization()
                .setWeights(new QuantizedTensor(
                        "ones", ones, ElementType.UINT8, new float[] {1f / window.area()}, new long[1], 0));
        flow.add(layer, shape);
        flow.reshape(dims);
        return layer;
    }
}
