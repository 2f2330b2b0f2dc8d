package intaglio.frontend.onnx;

import intaglio.frontend.layer.BatchNormalization;
import intaglio.ir.PixelRange;
import java.util.Arrays;

/**
 * The map {@code scale[i] * x + shift[i]} of data, i the channel, or the element in CHW order where there are as many
 * numbers as elements.
 */
record ChannelAffine(double[] scale, double[] shift) {

    /** Changes nothing. */
    static ChannelAffine none(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return new ChannelAffine(ones, new double[count]);
    }

    /** {@code f * (x - mean) + shift} with {@code f} the factor of each channel. */
    static ChannelAffine of(BatchNormalization norm) {
        double[] scale = new double[norm.gain().length];
        double[] shift = new double[scale.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = norm.factor(i);
            shift[i] = norm.shift()[i] - norm.mean()[i] * scale[i];
        }
        return new ChannelAffine(scale, shift);
    }

    /** The same numbers in CHW order, where they are in the order of the data's elements. */
    ChannelAffine inPlanes(Flow flow) {
        ChannelAffine planes = none(count());
        for (int i = 0; i < count(); i++) {
            int to = flow.isVector() ? flow.planarIndex(i) : i;
            planes.scale[to] = scale[i];
            planes.shift[to] = shift[i];
        }
        return planes;
    }

    int count() {
        return scale.length;
    }

    /** What takes this map back; no scale is 0. */
    ChannelAffine inverse() {
        ChannelAffine inverse = none(count());
        for (int i = 0; i < count(); i++) {
            inverse.scale[i] = 1 / scale[i];
            inverse.shift[i] = -shift[i] / scale[i];
        }
        return inverse;
    }

    /** The same map of p/255, where this one is perhaps of bytes p. */
    ChannelAffine ofUnitPixels(boolean ofBytes) {
        double by = ofBytes ? PixelRange.UNIT.divisor() : 1;
        return new ChannelAffine(Arrays.stream(scale).map(value -> value * by).toArray(), shift);
    }

    /** Whether another map has the same numbers. */
    boolean isLike(ChannelAffine other) {
        return Arrays.equals(scale, other.scale) && Arrays.equals(shift, other.shift);
    }

    /** This map, and then another of as many numbers. */
    ChannelAffine then(ChannelAffine next) {
        double[] product = new double[scale.length];
        double[] sum = new double[scale.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = next.scale[i] * scale[i];
            sum[i] = next.scale[i] * shift[i] + next.shift[i];
        }
        return new ChannelAffine(product, sum);
    }

    /** The same for each element of {@code pixels} a channel. */
    ChannelAffine perElement(int pixels) {
        double[] scales = new double[scale.length * pixels];
        double[] shifts = new double[scales.length];
        Arrays.setAll(scales, i -> scale[i / pixels]);
        Arrays.setAll(shifts, i -> shift[i / pixels]);
        return new ChannelAffine(scales, shifts);
    }

    /** Whether the largest input stays the largest. */
    boolean isIncreasing() {
        return Arrays.stream(scale).allMatch(value -> value >= 0);
    }

    /** Whether 0 stays 0. */
    boolean keepsZero() {
        return Arrays.stream(shift).allMatch(value -> value == 0);
    }

    /** Whether all numbers are finite. */
    boolean isFinite() {
        return Arrays.stream(scale).allMatch(Double::isFinite)
                && Arrays.stream(shift).allMatch(Double::isFinite);
    }
}
