package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.Arrays;
import java.util.List;

/**
 * A depthwise convolution with the same weight at each place of the window.
 *
 * @param step the operator that it stands for
 * @param channels of the data
 * @param height of the window
 * @param width of the window
 */
record WindowConvolution(Step step, int channels, int height, int width) {

    /** No tensor of a network has more values. */
    private static final int MOST_WEIGHTS = 1 << 24;

    /**
     * Adds the nodes.
     *
     * @param data images, channels first
     * @param input scale of the data
     * @param found one for all channels, or one for each
     */
    String apply(String data, float input, LinearWeights[] found, AttributeProto... more) {
        if (channels < 1 || (long) channels * height * width > MOST_WEIGHTS) {
            step.problem(
                    "has a window of " + height + "x" + width + " over " + channels + " channels", GraphFile.AGAIN);
            return data;
        }
        OnnxGraphBuilder onnx = step.onnx();
        byte[] weights = new byte[channels * height * width];
        long[] biases = new long[channels];
        float[] scales = new float[found.length];
        float[] units = new float[found.length];
        for (int channel = 0; channel < channels; channel++) {
            LinearWeights one = found[found.length == 1 ? 0 : channel];
            Arrays.fill(weights, channel * height * width, (channel + 1) * height * width, (byte) one.weight());
            biases[channel] = one.bias();
        }
        for (int i = 0; i < found.length; i++) {
            scales[i] = found[i].scale();
            units[i] = scales[i] * input;
        }
        Quantization quantization = new Quantization(scales, new long[scales.length], 0);
        String constant = onnx.constant(step.name() + "/weights", DataType.INT8, weights, channels, 1, height, width);
        String weight = ConstantTensor.dequantized(onnx, constant, TensorType.INT8, quantization, 0);
        String bias = ConstantTensor.bias(onnx, step.name() + "/bias", biases, units);
        AttributeProto[] attributes = Arrays.copyOf(more, more.length + 1);
        attributes[more.length] = OnnxGraphBuilder.integer("group", channels);
        return step.node("Conv", List.of(data, weight, bias), attributes);
    }
}
