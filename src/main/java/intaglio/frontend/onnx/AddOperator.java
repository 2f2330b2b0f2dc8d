package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.List;

/** Add of a constant, one value per channel: the bias of the convolution or dense layer directly before it. */
final class AddOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        Constant added = node.constant(1 - dataInput);
        if (added == null) {
            node.problem("what it adds is not a constant", "add one constant per channel, as a bias");
            return;
        }
        float[] values = WeightInputs.floats(node, added);
        LayerDraft layer = chain.openWeighted();
        if (values == null || chain.isLost()) {
            return;
        }
        if (layer == null && chain.quantization().grid() != null) {
            node.problem("adds to data that have been quantized: the sum would be rounded twice",
                    "make one Gemm of MatMul and Add before quantizing (onnxruntime: quant_pre_process)");
            return;
        }
        if (layer == null) {
            node.problem("adds a constant that is no bias: no convolution or dense layer is directly before it",
                    "add it before the activation or pool, or fold it into the next layer's bias");
            return;
        }
        boolean channels = chain.shape() == null || chain.isImage() || chain.shape().pixels() == 1;
        boolean fits = chain.dims() == null
                || isPerChannel(added, layer.weights().outChannels(), chain.dims().length);
        if (!fits || (!channels && added.elements() > 1)) {
            node.problem("adds a constant of shape " + added.shapeText() + " to data of shape " + chain.shapeText()
                    + ": not one value per channel", "add one value per channel");
            return;
        }
        layer.weights().add(values, 1);
        layer.quantization().addBias(added.quantized());
    }

    /**
     * Whether broadcasting gives every channel one value.
     *
     * @param rank number of axes behind the batch, the first of them the channels
     */
    private static boolean isPerChannel(Constant added, int channels, int rank) {
        if (added.elements() == 1) {
            return added.dims().length <= rank + 1;
        }
        int[] dims = added.dims();
        int channelAxis = dims.length - rank;
        boolean alone = Arrays.stream(dims).filter(size -> size != 1).count() == 1;
        return dims.length <= rank + 1 && channelAxis >= 0 && alone && dims[channelAxis] == channels;
    }
}
