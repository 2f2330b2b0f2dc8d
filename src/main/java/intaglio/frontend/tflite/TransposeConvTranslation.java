package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.List;

/** TRANSPOSE_CONV, weights OHWI: ConvTranspose, padded as the forward convolution would be. */
final class TransposeConvTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        Tensor data = step.input(2);
        Tensor weights = step.input(1);
        int[] to = step.output().shape();
        boolean images = step.isData(2) && data.rank() == 4 && to.length == 4;
        List<String> parameters = images && weights.rank() == 4 ? step.parameters(1, 3, data, 3, 0, 1, 2) : List.of();
        if (parameters.isEmpty()) {
            step.problem(
                    "does not read images of four axes and constant weights", "convert the model with fixed sizes");
            return;
        }
        long[] stride = {step.call().integer(2, 0), step.call().integer(1, 0)};
        long[] pads = new long[4];
        long[] more = new long[2];
        for (int axis = 0; axis < 2; axis++) {
            long total = (data.shape()[1 + axis] - 1L) * stride[axis] + weights.shape()[1 + axis] - to[1 + axis];
            pads[axis] = Math.max(0, total) / 2;
            pads[axis + 2] = Math.max(0, total) - pads[axis];
            more[axis] = Math.max(0, -total);
        }
        List<AttributeProto> attributes = List.of(
                OnnxGraphBuilder.integers("strides", stride),
                OnnxGraphBuilder.integers("pads", pads),
                OnnxGraphBuilder.integers("output_padding", more));
        List<String> inputs = new ArrayList<>(List.of(step.channelsFirst(step.data(2), 4)));
        inputs.addAll(parameters);
        String grown = step.node("ConvTranspose", inputs, attributes.toArray(AttributeProto[]::new));
        step.give(step.channelsLast(step.activated(grown, 3), 4));
    }
}
