package intaglio.frontend.layer;

import intaglio.diag.Problems;

/**
 * A batch normalization after training: {@code y = (x - mean) * gain / sqrt(variance + eps) + shift}, each channel for
 * itself.
 *
 * @param gain called {@code weight} by PyTorch and {@code scale} by ONNX; one per channel, as the rest
 * @param shift called {@code bias} by PyTorch and {@code B} by ONNX
 * @param mean running mean
 * @param variance running variance
 * @param eps keeps the root from zero; a 32-bit float in both formats
 */
public record BatchNormalization(float[] gain, float[] shift, float[] mean, float[] variance, float eps) {

    /** Epsilon of PyTorch and ONNX where none is given. */
    public static final float DEFAULT_EPS = 1e-5f;

    /** {@code gain / sqrt(variance + eps)}, in float64. */
    public double factor(int channel) {
        return gain[channel] / Math.sqrt((double) variance[channel] + eps);
    }

    /**
     * Reports a channel whose {@code variance + eps} has no root to divide by. Returns whether all is well.
     *
     * @param where for the message
     */
    public boolean check(String where, Problems problems) {
        for (int c = 0; c < variance.length; c++) {
            if (!((double) variance[c] + eps > 0)) {
                problems.add(
                        where,
                        "the variance of channel " + c + " is " + variance[c] + " and eps is " + eps
                                + ": their sum must be above 0",
                        "train or export the model again");
                return false;
            }
        }
        return true;
    }
}
