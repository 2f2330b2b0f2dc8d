package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.function.LongUnaryOperator;

/**
 * Means of windows of bytes, as a convolution that gives the integers of TensorFlow Lite.
 *
 * @param step the operator
 * @param height of the window
 * @param width of the window
 */
record ExactMean(Step step, int height, int width) {

    /** Largest window. */
    static final int MAX_AREA = 1 << 12;

    /**
     * Adds the nodes.
     *
     * @param planes images, channels first
     * @param mean output integer for a sum of window pixels less their zero point
     */
    String apply(String planes, LongUnaryOperator mean, AttributeProto... window) {
        Tensor data = step.input(0);
        Quantization in = data.quantization().orElseThrow();
        Quantization out = step.output().quantization().orElse(in);
        int area = height * width;
        int lowest = data.type() == TensorType.INT8 ? -128 : 0;
        int low = (lowest - (int) in.zeroPoint(0)) * area;
        int high = low + 255 * area;
        LongUnaryOperator limited = sum -> Math.max(lowest, Math.min(lowest + 255L, mean.applyAsLong(sum)));
        double slope = (double) in.scale(0) / out.scale(0) / area;
        LinearWeights found =
                LinearWeights.find(new LinearWeights.Wanted(limited, low, high, slope, 0, in, out, lowest));
        if (found.differing() > 0) {
            step.note("differs by 1 for " + found.differing() + " of " + (high - low + 1) + " sums of its pixels");
        }
        int channels = data.shape()[data.rank() - 1];
        return new WindowConvolution(step, channels, height, width)
                .apply(planes, in.scale(0), new LinearWeights[] {found}, window);
    }
}
