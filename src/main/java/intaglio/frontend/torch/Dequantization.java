package intaglio.frontend.torch;

import java.util.Arrays;

/**
 * What the integers of a tensor stand for: {@code scale * (q - zeroPoint)} in float32, as PyTorch's {@code dequantize()}.
 *
 * @param scale of all elements; of no use where there are several
 * @param zeroPoint of all elements
 * @param scales one for each index of an axis; null where one scale is for all
 * @param zeroPoints likewise
 * @param axis of these
 */
public record Dequantization(double scale, long zeroPoint, TensorView scales, TensorView zeroPoints, long axis) {

    /** Replaces the integers by what they stand for. */
    void apply(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - zeroPoint) * (float) scale;
        }
    }

    /**
     * The same with one scale for each index of the axis.
     *
     * @param shape of the values
     * @return whether there are as many scales as the axis is long
     */
    boolean apply(float[] values, int[] shape, float[] allScales, float[] allZeroPoints) {
        boolean fits = 0 <= axis
                && axis < shape.length
                && allScales.length == shape[(int) axis]
                && allZeroPoints.length == allScales.length;
        if (!fits) {
            return false;
        }
        int inner = Arrays.stream(shape).skip(axis + 1).reduce(1, (a, b) -> a * b);
        for (int i = 0; i < values.length; i++) {
            int channel = i / inner % allScales.length;
            values[i] = (values[i] - allZeroPoints[channel]) * allScales[channel];
        }
        return true;
    }
}
