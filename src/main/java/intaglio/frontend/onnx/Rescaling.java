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
        boolean pool = averaged && last != null && !last.isMax() && !last.isShared();
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
        WeightedDraft layer = layer(node, from, shape.channels());
        if (pool) {
            flow.removeLast();
            layer = ones(last.asConvolution(weights(shape.channels(), last.window())), last.window());
        }
        flow.add(layer, shape);
        flow.reshape(dims);
        return layer;
    }

    /** The layer, which reads nothing yet. */
    static WeightedDraft layer(Node node, Grid from, int channels) {
        Window window = Flow.onePixel();
        WeightedDraft layer =
                ones(WeightedDraft.conv(node, "rescale", window, channels, weights(channels, window)), window);
        layer.quantization().setInput(from);
        return layer;
    }

    private static FoldedWeights weights(int channels, Window window) {
        float[] weights = new float[channels * window.area()];
        Arrays.fill(weights, 1f / window.area());
        return new FoldedWeights(weights, channels);
    }

    /** Says the integers of weights that are all the same. */
    private static WeightedDraft ones(WeightedDraft layer, Window window) {
        long[] ones = new long[layer.weights().outChannels() * window.area()];
        Arrays.fill(ones, 1);
        layer.quantization()
                .setWeights(new QuantizedTensor(
                        "ones", ones, ElementType.UINT8, new float[] {1f / window.area()}, new long[1], 0));
        return layer;
    }
}
