package intaglio.quant;

import java.util.Arrays;

/**
 * What the integers of one tensor stand for: {@code real = scale * (y - zeroPoint)}.
 *
 * @param scale real value of one step
 * @param zeroPoints one, or one for each channel: those of the bytes of an image
 */
record TensorScale(double scale, int[] zeroPoints) {

    static TensorScale of(ActivationScale scale) {
        return new TensorScale(scale.scale(), new int[] {scale.zeroPoint()});
    }

    /** Whether all channels have one zero point. */
    boolean isUniform() {
        return Arrays.stream(zeroPoints).distinct().count() == 1;
    }

    /** The zero point, or that of the first channel. */
    int zeroPoint() {
        return zeroPoints[0];
    }

    /** The same for all channels: with the zero point of the first. */
    ActivationScale uniform() {
        return new ActivationScale(scale, zeroPoint());
    }

    boolean isSame(TensorScale other) {
        return scale == other.scale && Arrays.equals(zeroPoints, other.zeroPoints);
    }
}
