package intaglio.quant;

import intaglio.ir.GivenActivation;
import intaglio.ir.Normalization;

/**
 * How the bytes of an image relate to the bytes that a quantized model makes of its pixels,
 * {@code clamp(round half to even (x / scale) + zeroPoint)} with x what a byte stands for, computed in float32 as ONNX
 * says.
 *
 * @param input the model's quantization of its input
 */
public record InputBytes(GivenActivation input) {

    /** Whether they are the same for what the bytes of an image stand for. */
    public boolean areImage(Normalization normalization) {
        return firstDifference(normalization) > ActivationScale.LARGEST;
    }

    /** The first byte of an image that is not kept; 256 where all are. */
    public int firstDifference(Normalization normalization) {
        int pixel = 0;
        while (pixel <= ActivationScale.LARGEST && quantized(pixel, normalization) == pixel) {
            pixel++;
        }
        return pixel;
    }

    /** What the model makes of a byte of an image. */
    public int quantized(int pixel, Normalization normalization) {
        double rounded = Math.rint(normalization.value(pixel, 0) / (float) input.scale()) + input.zeroPoint();
        return (int) input.clamp().clamp((long) rounded);
    }

    /** Real value of a byte that the network reads. */
    public double real(int quantized) {
        return input.scale() * (quantized - input.zeroPoint());
    }

    /** The same as a normalization. */
    public Normalization normalization() {
        return Normalization.affine(new double[] {input.scale()}, new double[] {-input.scale() * input.zeroPoint()});
    }
}
