package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Shape;
import intaglio.op.DepthToSpace.Order;
import java.util.List;

/**
 * ConvTranspose with stride s: a convolution with s * s times the filters, one for each place in a block of s x s
 * output pixels, and a pixel shuffle.
 */
final class ConvTransposeOperator implements Operator {

    private static final String ADVICE =
            "choose stride, kernel, padding and output_padding so that the output is a whole"
                    + " number of blocks of stride x stride: for instance kernel 4, stride 2, padding 1";

    @Override
    public List<String> attributes() {
        return List.of(
                "auto_pad", "dilations", "group", "kernel_shape", "output_padding", "output_shape", "pads", "strides");
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        BlockPixels.unflatten(node, flow);
        Constant weight = WeightInputs.kernel(node, dataInput, "inChannels x outChannels x kernel");
        int[] strides = Windows.numbers(node, "strides", 2, 1, 1);
        int[] dilations = Windows.numbers(node, "dilations", 2, 1, 1);
        if (weight == null || strides == null || dilations == null || flow.dims() == null || flow.shape() == null) {
            flow.lose();
            return;
        }
        Shape input = flow.shape();
        long groups = node.integer("group", 1);
        boolean good = flow.isImage()
                && weight.dims().length == 4
                && groups >= 1
                && weight.dims()[0] == input.channels()
                && input.channels() % groups == 0
                && dilations[0] * dilations[1] == 1
                && strides[0] == strides[1];
        if (!good) {
            node.problem(
                    "with weights " + weight.shapeText() + ", strides " + Text.shape(strides) + ", dilations "
                            + Text.shape(dilations) + " and " + groups + " groups reads data of shape "
                            + flow.shapeText(),
                    "give it images with as many channels as the weights have first, one stride for rows and columns,"
                            + " and dilations 1");
            flow.lose();
            return;
        }
        int[] kernel = ConvOperator.kernel(node, weight);
        TransposedAxis rows = axis(node, 0, kernel, strides[0], input.height());
        TransposedAxis columns = axis(node, 1, kernel, strides[0], input.width());
        if (rows == null || columns == null) {
            flow.lose();
            return;
        }
        append(node, new TransposedKernel(weight, (int) groups, strides[0], rows, columns), flow);
    }

    private static void append(Node node, TransposedKernel kernel, Flow flow) {
        FoldedWeights weights = new FoldedWeights(kernel.weights(), kernel.outChannels());
        Constant bias = node.constant(2);
        float[] values = bias == null ? null : WeightInputs.floats(node, bias);
        if (node.hasInput(2) && (values == null || values.length * kernel.block() != kernel.outChannels())) {
            node.problem("its bias is not one constant for each output channel", "store it as an initializer");
        } else if (values != null) {
            weights.add(kernel.repeated(values), 1);
        }
        flow.foldInto(node, weights, kernel.window(), kernel.groups());
        Shape input = flow.shape();
        Shape output = new Shape(
                kernel.outChannels(),
                kernel.window().outHeight(input.height()),
                kernel.window().outWidth(input.width()));
        flow.add(WeightedDraft.conv(node, kernel.window(), kernel.groups(), weights), output);
        if (kernel.stride() > 1) {
            BlockPixels.add(node, kernel.stride(), Order.CRD, flow);
        }
    }

    /** Rows (0) or columns (1); null, reported, where they are no whole number of blocks. */
    private static TransposedAxis axis(Node node, int axis, int[] kernel, int stride, int input) {
        int[] pads = Windows.numbers(node, "pads", 4, 0, 0);
        int[] added = Windows.numbers(node, "output_padding", 2, 0, 0);
        long[] shape = node.integers("output_shape");
        if (pads == null || added == null) {
            return null;
        }
        int begin = pads[axis];
        int output = (input - 1) * stride + kernel[axis] + added[axis] - begin - pads[axis + 2];
        String auto = node.text("auto_pad", "NOTSET");
        if (shape != null || auto.startsWith("SAME")) {
            int wanted = shape == null ? input * stride : (int) shape[shape.length - 2 + axis];
            int total = Math.max(0, (input - 1) * stride + kernel[axis] + added[axis] - wanted);
            begin = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
            output = wanted;
        }
        if (output < 1 || output % stride != 0) {
            node.problem(
                    "makes " + output + " " + (axis == 0 ? "rows" : "columns") + " of " + input + " with stride "
                            + stride + ", which is no whole number of blocks of " + stride,
                    ADVICE);
            return null;
        }
        return TransposedAxis.of(kernel[axis], stride, begin, input, output / stride);
    }
}
