package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.List;

/** Conv: a convolution with constant OIHW weights; a zero Pad before it joins its padding. */
final class ConvOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("auto_pad", "dilations", "group", "kernel_shape", "pads", "strides");
    }

    @Override
    public boolean mayFollowPadding() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        int[] added = chain.takePadding();
        Constant weight = WeightInputs.weight(node, dataInput, 4, "outChannels x inChannels x kernel");
        int groups = groups(node, weight);
        if (weight == null || groups == 0) {
            chain.lose();
            return;
        }
        int[] sizes = weight.dims();
        int[] kernel = {sizes[2], sizes[3]};
        int[] said = Windows.kernelShape(node);
        if (said != null && (said[0] != kernel[0] || said[1] != kernel[1])) {
            node.problem(
                    "kernel_shape is " + Text.shape(said) + ", the weights are " + weight.shapeText(),
                    "export the model again");
        }
        Window window = Windows.read(node, kernel, added, chain.shape());
        FoldedWeights folded = new FoldedWeights(weight.floats(), sizes[0]);
        WeightInputs.bias(node, 2, folded, 1);
        if (window == null) {
            chain.lose();
            return;
        }
        Shape output = output(node, chain, sizes, groups, window);
        if (output != null) {
            chain.foldInto(folded, window, groups);
        }
        LayerDraft layer = LayerDraft.conv(node, window, groups, folded);
        WeightInputs.keepIntegers(node, weight, layer);
        chain.add(layer, output);
    }

    /** Number of groups; 0, reported, where it cannot be. */
    private static int groups(Node node, Constant weight) {
        long groups = node.integer("group", 1);
        int outChannels = weight == null ? 0 : weight.dims()[0];
        if (groups < 1 || groups > Integer.MAX_VALUE || outChannels % groups != 0) {
            node.problem("has " + groups + " groups for " + outChannels + " output channels", "export the model again");
            return 0;
        }
        return (int) groups;
    }

    private static Shape output(Node node, LayerChain chain, int[] sizes, int groups, Window window) {
        Shape input = chain.shape();
        if (input == null || chain.dims() == null) {
            return null;
        }
        if (!chain.isImage()) {
            node.problem(
                    "gets data of shape " + chain.shapeText() + ", a convolution needs the images " + input
                            + " of the layer before it",
                    "leave the reshape between them out; one-dimensional convolutions are not supported");
            return null;
        }
        if ((long) sizes[1] * groups != input.channels()) {
            String weights = sizes[1] + (groups == 1 ? " channels" : " channels in each of " + groups + " groups");
            node.problem("its weights take " + weights + ", the data have " + input.channels(), "correct the model");
            return null;
        }
        return Shapes.slide(node, sizes[0], window, input);
    }
}
