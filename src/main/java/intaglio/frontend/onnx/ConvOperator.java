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
        groups(node, chain.shape());
        if (weight == null) {
            chain.lose();
            return;
        }
        int[] sizes = weight.dims();
        int[] kernel = {sizes[2], sizes[3]};
        int[] said = Windows.kernelShape(node);
        if (said != null && (said[0] != kernel[0] || said[1] != kernel[1])) {
            node.problem("kernel_shape is " + Text.shape(said) + ", the weights are " + weight.shapeText(),
                    "export the model again");
        }
        Window window = Windows.read(node, kernel, added, chain.shape());
        FoldedWeights folded = new FoldedWeights(weight.floats(), sizes[0]);
        WeightInputs.bias(node, 2, folded, 1);
        if (window == null) {
            chain.lose();
            return;
        }
        chain.add(LayerDraft.conv(node, window, folded), output(node, chain, sizes, window));
    }

    private static void groups(Node node, Shape input) {
        long groups = node.integer("group", 1);
        if (groups != 1) {
            boolean depthwise = input != null && groups == input.channels();
            node.problem("has " + groups + " groups" + (depthwise ? " (depthwise)" : "") + "; only 1 is supported",
                    "use an ordinary convolution whose weights between different groups are zero");
        }
    }

    private static Shape output(Node node, LayerChain chain, int[] sizes, Window window) {
        Shape input = chain.shape();
        if (input == null || chain.dims() == null) {
            return null;
        }
        if (!chain.isImage()) {
            node.problem("gets data of shape " + chain.shapeText() + ", a convolution needs the images " + input
                    + " of the layer before it", "leave the reshape between them out");
            return null;
        }
        if (sizes[1] != input.channels() && node.integer("group", 1) == 1) {
            node.problem("its weights take " + sizes[1] + " channels, the data have " + input.channels(),
                    "correct the model");
        }
        return Shapes.slide(node, sizes[0], window, input);
    }
}
