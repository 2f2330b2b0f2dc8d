package intaglio.frontend.onnx;

import intaglio.ir.GivenActivation;
import intaglio.num.Interval;

/**
 * What quantized data are: the bytes {@code low..high} of {@code scale * (byte - zeroPoint)}.
 *
 * @param scale NaN where it is not known because of a problem that has been reported
 * @param zeroPoint of the bytes as uint8
 * @param low smallest byte that occurs, as uint8
 * @param high largest byte that occurs, as uint8
 * @param type of the integers in the file
 */
record Grid(double scale, int zeroPoint, int low, int high, ElementType type) {

    private static final int LARGEST = 255;

    /** The image, where nothing quantizes it: its bytes stand for 0..1. In float32 like the scales of a file. */
    static final Grid IMAGE = new Grid(1f / LARGEST, 0, 0, LARGEST, ElementType.UINT8);

    static final Grid UNKNOWN = new Grid(Double.NaN, 0, 0, LARGEST, ElementType.UINT8);

    /** All bytes of a type with one scale and zero point. */
    static Grid of(QuantizeParameters parameters) {
        int zeroPoint = (int) parameters.zeroPoints()[0] + QuantizedTensor.offset(parameters.type());
        return new Grid(parameters.scales()[0], zeroPoint, 0, LARGEST, parameters.type());
    }

    boolean isUnknown() {
        return Double.isNaN(scale);
    }

    /** Whether the bytes stand for the same numbers. */
    boolean isLike(Grid other) {
        return scale == other.scale && zeroPoint == other.zeroPoint;
    }

    /** The same with fewer bytes. */
    Grid within(int least, int most) {
        return new Grid(scale, zeroPoint, Math.max(low, least), Math.min(high, most), type);
    }

    /** The same with the bytes of another one like it, too. */
    Grid union(Grid other) {
        return new Grid(scale, zeroPoint, Math.min(low, other.low), Math.max(high, other.high), type);
    }

    /** The byte of a real number, as QuantizeLinear has it, in float32. */
    int quantize(float value) {
        double steps = Math.rint(value / (float) scale) + zeroPoint;
        return (int) Math.max(0, Math.min(LARGEST, steps));
    }

    boolean hasNegatives() {
        return low < zeroPoint;
    }

    GivenActivation toGiven() {
        return new GivenActivation(scale, zeroPoint, new Interval(low, high));
    }

    /** For messages: scale and zero point as the file has them. */
    @Override
    public String toString() {
        return "scale " + (float) scale + ", zero point " + (zeroPoint - QuantizedTensor.offset(type));
    }
}
