package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.List;

/** CONV_2D, weights OHWI, and DEPTHWISE_CONV_2D, weights 1HWO: Conv. */
final class ConvTranslation implements OperatorTranslation {

    private static final int[] OHWI = {0, 3, 1, 2};
    private static final int[] ONE_HWO = {3, 0, 1, 2};

    private final boolean depthwise;

    ConvTranslation(boolean depthwise) {
        this.depthwise = depthwise;
    }

    @Override
    public void translate(Step step) {
        Tensor data = step.input(0);
        Tensor weights = step.input(1);
        if (!step.isData(0) || data.rank() != 4 || weights == null || weights.rank() != 4) {
            step.problem(
                    "does not read images of four axes and constant weights", "convert the model with fixed sizes");
            return;
        }
        List<String> parameters = step.parameters(1, 2, data, depthwise ? ONE_HWO : OHWI);
        if (parameters.isEmpty()) {
            return;
        }
        int shift = depthwise ? 1 : 0;
        int channels = data.shape()[3];
        int each = weights.shape()[3];
        int group = depthwise ? channels : each > 0 && channels % each == 0 ? channels / each : 1;
        List<AttributeProto> attributes = new ArrayList<>(window(step));
        attributes.add(OnnxGraphBuilder.integer("group", group));
        attributes.add(OnnxGraphBuilder.integer(OnnxGraphBuilder.ROUNDS_TWICE, 1));
        attributes.add(OnnxGraphBuilder.integers(
                "dilations", step.call().integer(5 + shift, 1), step.call().integer(4 + shift, 1)));
        List<String> inputs = new ArrayList<>(List.of(step.channelsFirst(step.data(0), 4)));
        inputs.addAll(parameters);
        String conv = step.node("Conv", inputs, attributes.toArray(AttributeProto[]::new));
        step.give(step.channelsLast(step.activated(conv, 3 + shift), 4));
    }

    /** Padding and strides, which convolutions and pools have in the same fields. */
    static List<AttributeProto> window(Step step) {
        int padding = step.call().octet(0);
        if (padding != 0 && padding != 1) {
            step.problem("has padding number " + padding, GraphFile.AGAIN);
        }
        return List.of(
                OnnxGraphBuilder.text("auto_pad", padding == 0 ? "SAME_UPPER" : "VALID"),
                OnnxGraphBuilder.integers(
                        "strides", step.call().integer(2, 0), step.call().integer(1, 0)));
    }
}
