package intaglio.frontend.tflite;

import java.util.Arrays;

/**
 * MEAN over rows and columns. Of bytes it is a convolution over the whole plane, with the integers of
 * {@code QuantizedMeanOrSum} of {@code reduce.h}.
 */
final class MeanTranslation implements OperatorTranslation {

    private final OperatorTranslation reduce = new ReduceTranslation("ReduceMean");

    @Override
    public void translate(Step step) {
        Tensor data = step.input(0);
        long[] axes = step.integers(1);
        if (axes == null || !step.isData(0)) {
            return;
        }
        int rank = data.rank();
        long[] sorted = Arrays.stream(axes)
                .map(axis -> axis < 0 ? axis + rank : axis)
                .sorted()
                .toArray();
        boolean planes = rank == 4 && Arrays.equals(sorted, new long[] {1, 2});
        long area = planes ? (long) data.shape()[1] * data.shape()[2] : 0;
        if (!planes || !data.isQuantized() || area < 1 || area > ExactMean.MAX_AREA) {
            reduce.translate(step);
            return;
        }
        Quantization in = data.quantization().orElseThrow();
        Quantization out = step.output().quantization().orElse(in);
        FixedPoint factor = FixedPoint.of((double) in.scale(0) / out.scale(0)).dividedBy((int) area);
        String means = new ExactMean(step, data.shape()[1], data.shape()[2])
                .apply(step.channelsFirst(step.data(0), 4), sum -> factor.multiply(sum) + out.zeroPoint(0));
        step.give(step.output().rank() == 4 ? step.channelsLast(means, 4) : step.reshaped(means, data.shape()[3]));
    }
}
