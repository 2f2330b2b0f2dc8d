package intaglio.quant;

import intaglio.ir.GivenActivation;

/**
 * How the bytes of an image relate to the bytes that a quantized model makes of its pixels,
 * {@code clamp(round half to even (pixel / scale) + zeroPoint)}, computed in float32 as ONNX says.
 *
 * @param input the model's quantization of its input
 */
public record InputBytes(GivenActivation input) {

    /** Whether they are the same for pixels of 0..1, which is what a network of floats takes. */
    public boolean areImage() {
        return firstDifference(ActivationScale.LARGEST) > ActivationScale.LARGEST;
    }

    /** Whether they are the same for pixels of 0..255. */
    public boolean areRawPixels() {
        return firstDifference(1) > ActivationScale.LARGEST;
    }

    /** The first byte of an image with pixels of 0..1 that is not kept; 256 where all are. */
    public int firstDifference() {
        return firstDifference(ActivationScale.LARGEST);
    }

    /** What the model makes of a byte of an image with pixels of 0..1. */
    public int quantized(int pixel) {
        return quantized(pixel, ActivationScale.LARGEST);
    }

    /** Real value of a byte that the network reads. */
    public double real(int quantized) {
        return input.scale() * (quantized - input.zeroPoint());
    }

    private int firstDifference(int steps) {
        int pixel = 0;
        while (pixel <= ActivationScale.LARGEST && quantized(pixel, steps) == pixel) {
            pixel++;
        }
        return pixel;
    }

    private int quantized(int pixel, int steps) {
        double rounded = Math.rint((float) pixel / steps / (float) input.scale()) + input.zeroPoint();
        return (int) input.clamp().clamp((long) rounded);
    }
}
