package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.function.LongUnaryOperator;

/**
 * AVERAGE_POOL_2D. Of floats it is a pool that does not count its padding. Of bytes TensorFlow Lite rounds ties away from
 * the integer 0 ({@code AveragePool} of {@code integer_ops/pooling.h}), our pools to even: so it is a convolution that
 * gives the same bytes, unless padding changes the number of pixels.
 */
final class AveragePoolTranslation implements OperatorTranslation {

    private static final int FUSED = 5;

    private final OperatorTranslation pool = new PoolTranslation("AveragePool");

    @Override
    public void translate(Step step) {
        Tensor data = step.input(0);
        int height = PoolTranslation.height(step);
        int width = PoolTranslation.width(step);
        boolean bytes = step.isData(0) && data.rank() == 4 && data.isQuantized() && height > 0 && width > 0;
        boolean known = bytes && (long) height * width <= ExactMean.MAX_AREA;
        if (known && isPadded(step, data, height, width)) {
            step.note("rounds means of pixels beside its padding to even, TensorFlow Lite away from zero");
        }
        if (!known || isPadded(step, data, height, width)) {
            pool.translate(step);
            return;
        }
        int area = height * width;
        long zero = data.quantization().orElseThrow().zeroPoint(0);
        LongUnaryOperator mean = sum -> {
            long all = sum + area * zero;
            return (all > 0 ? all + area / 2 : all - area / 2) / area;
        };
        AttributeProto[] window = {
            OnnxGraphBuilder.integers(
                    "strides", step.call().integer(2, 0), step.call().integer(1, 0))
        };
        String planes = step.channelsFirst(step.data(0), 4);
        String means = new ExactMean(step, height, width).apply(planes, mean, window);
        step.give(step.channelsLast(step.activated(means, FUSED), 4));
    }

    /** Whether windows reach over the edge. */
    private static boolean isPadded(Step step, Tensor data, int height, int width) {
        return step.call().octet(0) == 0
                && (reaches(data.shape()[1], height, step.call().integer(2, 0))
                        || reaches(data.shape()[2], width, step.call().integer(1, 0)));
    }

    private static boolean reaches(int size, int kernel, int stride) {
        return size < 1 || stride < 1 || ((size - 1) / stride) * (long) stride + kernel > size;
    }
}
