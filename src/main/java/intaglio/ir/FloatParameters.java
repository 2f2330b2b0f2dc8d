package intaglio.ir;

/**
 * Trained parameters of one weighted layer.
 *
 * @param weights OIHW for a convolution, OI for a dense layer, row-major
 * @param bias one per output channel
 */
public record FloatParameters(float[] weights, float[] bias) {}
