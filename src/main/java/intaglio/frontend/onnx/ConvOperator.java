package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.Arrays;
import java.util.List;

/** Conv: a convolution with constant OIHW weights; a zero Pad before it joins its padding. */
final class ConvOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of(
                "auto_pad", "dilations", "group", "kernel_shape", "pads", "strides", OnnxGraphBuilder.ROUNDS_TWICE);
    }

    @Override
    public boolean mayFollowPadding() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        BlockPixels.unflatten(node, flow);
        int[] added = flow.takePadding();
        Constant weight = WeightInputs.kernel(node, dataInput, "outChannels x inChannels x kernel");
        int groups = groups(node, weight);
        if (weight == null || groups == 0) {
            flow.lose();
            return;
        }
        int count = weight.dims().length - 2;
        int[] kernel = kernel(node, weight);
        PlaneAxes axes = axes(node, flow, weight, kernel);
        Shape input = axes == null ? null : axes.asSeen(flow.shape());
        Window seen = Windows.read(node, count, kernel, axes == null ? added : axes.own(added), input);
        FoldedWeights folded = new FoldedWeights(weight.floats(), weight.dims()[0]);
        WeightInputs.bias(node, 2, folded, 1);
        if (seen == null) {
            flow.lose();
            return;
        }
        Window window = axes == null ? seen : axes.own(seen);
        Shape output = axes == null ? null : output(node, flow, weight.dims(), groups, window);
        if (output != null) {
            flow.foldInto(node, folded, window, groups);
        }
        WeightedDraft layer = WeightedDraft.conv(node, window, groups, folded);
        WeightInputs.keepIntegers(node, weight, layer);
        layer.quantization().setRoundsTwice(node.integer(OnnxGraphBuilder.ROUNDS_TWICE, 0) != 0);
        flow.add(layer, output);
        if (output != null) {
            flow.reshape(axes.dims(output));
        }
    }

    /** Height and width of the kernel; one axis is a row. */
    static int[] kernel(Node node, Constant weight) {
        int[] sizes = weight.dims();
        int[] kernel = Arrays.copyOfRange(sizes, 2, sizes.length);
        int[] said = Windows.kernelShape(node);
        if (said != null && !Arrays.equals(said, kernel)) {
            node.problem(
                    "kernel_shape is " + Text.shape(said) + ", the weights are " + weight.shapeText(),
                    "export the model again");
        }
        return PlaneAxes.planar(1, kernel);
    }

    /** How it sees its data; null where they are unknown, or, reported, no images. */
    private static PlaneAxes axes(Node node, Flow flow, Constant weights, int... kernel) {
        int count = weights.dims().length - 2;
        if (flow.shape() == null || flow.dims() == null) {
            return null;
        }
        PlaneAxes axes = PlaneAxes.of(flow).orElse(null);
        if (axes != null && axes.count() != count) {
            node.problem(
                    "its weights " + weights.shapeText() + " slide along " + count + (count == 1 ? " axis" : " axes")
                            + ", the data of shape " + flow.shapeText() + " have " + axes.count(),
                    "correct the model");
            return null;
        }
        boolean flat = axes == null || !axes.turned() || kernel[0] == 1 || kernel[1] == 1;
        if (axes == null || !flat) {
            node.problem(
                    "gets data of shape " + flow.shapeText() + ", a convolution needs the images " + flow.shape()
                            + " of the layer before it",
                    "leave the reshape between them out");
            return null;
        }
        return axes;
    }

    /** Number of groups; 0, reported, where it cannot be. */
    static int groups(Node node, Constant weight) {
        long groups = node.integer("group", 1);
        int outChannels = weight == null ? 0 : weight.dims()[0];
        if (groups < 1 || groups > Integer.MAX_VALUE || outChannels % groups != 0) {
            node.problem("has " + groups + " groups for " + outChannels + " output channels", "export the model again");
            return 0;
        }
        return (int) groups;
    }

    private static Shape output(Node node, Flow flow, int[] sizes, int groups, Window window) {
        Shape input = flow.shape();
        if ((long) sizes[1] * groups != input.channels()) {
            String weights = sizes[1] + (groups == 1 ? " channels" : " channels in each of " + groups + " groups");
            node.problem("its weights take " + weights + ", the data have " + input.channels(), "correct the model");
            return null;
        }
        return Shapes.slide(node, sizes[0], window, input);
    }
}
