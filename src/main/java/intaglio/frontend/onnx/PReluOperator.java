package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.List;

/**
 * PRelu: a LeakyReLU whose slope was learnt. With a slope for each channel it becomes two grouped convolutions of one
 * pixel: {@code prelu(x) = relu(x) - slope * relu(-x)}; the first gives relu(x) and relu(-x), the second their sum.
 */
final class PReluOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        Constant slope = node.constant(1);
        float[] slopes = slope == null ? null : slope.floats();
        if (dataInput != 0 || slopes == null || slopes.length == 0) {
            node.problem("its slope is not a constant tensor of floats", "use LeakyRelu");
            return;
        }
        boolean single = true;
        for (float one : slopes) {
            single &= one == slopes[0];
        }
        if (single || !flow.isKnown() || flow.quantization().isActive()) {
            FunctionOperator.activate(ActivationFunction.of(FunctionKind.LEAKYRELU, slopes[0]), node, flow);
            return;
        }
        float[] each = ChannelConstants.expand(slope, slopes, flow);
        if (each == null || each.length != flow.shape().channels()) {
            node.problem(
                    "has slopes of shape " + slope.shapeText() + " for data of shape " + flow.shapeText(),
                    "use one slope for all, or one per channel (nn.PReLU(channels))");
            flow.loseValues();
            return;
        }
        flow.settle(node);
        both(node, each, flow);
    }

    private static void both(Node node, float[] slopes, Flow flow) {
        int channels = slopes.length;
        float[] signs = new float[2 * channels];
        float[] parts = new float[2 * channels];
        for (int channel = 0; channel < channels; channel++) {
            signs[2 * channel] = 1;
            signs[2 * channel + 1] = -1;
            parts[2 * channel] = 1;
            parts[2 * channel + 1] = -slopes[channel];
        }
        String name = LayerNames.module(node, "prelu");
        WeightedDraft halves = WeightedDraft.conv(
                node, name + "_halves", Flow.onePixel(), channels, new FoldedWeights(signs, 2 * channels));
        flow.addPointwise(halves, 2 * channels);
        halves.take(Activation.RELU);
        flow.addPointwise(
                WeightedDraft.conv(node, name, Flow.onePixel(), channels, new FoldedWeights(parts, channels)),
                channels);
    }
}
