package intaglio.frontend.layer;

import intaglio.diag.Problems;
import intaglio.ir.FloatParameters;
import java.util.Arrays;

/**
 * Weights and bias of one layer while what follows it is folded into them. All folding is done in float64; the result
 * is rounded to float32 once, at the end. Where nothing was folded every weight comes out bit by bit as it went in.
 */
public final class FoldedWeights {

    private final float[] weights;
    private final double[] factor;
    private final double[] bias;
    private boolean biasGiven;

    /**
     * Weights without a bias.
     *
     * @param weights OIHW or OI, row-major; not changed
     * @param outChannels O
     */
    public FoldedWeights(float[] weights, int outChannels) {
        this.weights = weights;
        this.factor = new double[outChannels];
        this.bias = new double[outChannels];
        Arrays.fill(factor, 1);
        // -0.0 is the neutral element of addition, 0.0 is not: a bias of -0.0 must stay what it is.
        Arrays.fill(bias, -0.0);
    }

    public int outChannels() {
        return bias.length;
    }

    /** Multiplies what the layer gives by a number. */
    public void multiply(double by) {
        for (int c = 0; c < bias.length; c++) {
            factor[c] *= by;
            bias[c] *= by;
        }
    }

    /**
     * Adds to what the layer gives.
     *
     * @param added one value per output channel, or one for all
     * @param by what the values are multiplied by first
     */
    public void add(float[] added, double by) {
        biasGiven = true;
        for (int c = 0; c < bias.length; c++) {
            bias[c] += by * added[added.length == 1 ? 0 : c];
        }
    }

    /**
     * Normalizes what the layer gives: with {@code f = gain / sqrt(variance + eps)} the weights of each channel become
     * {@code w * f} and its bias {@code (b - mean) * f + shift}.
     */
    public void normalize(BatchNormalization norm) {
        biasGiven = true;
        for (int c = 0; c < bias.length; c++) {
            double f = norm.factor(c);
            factor[c] *= f;
            bias[c] = (bias[c] - norm.mean()[c]) * f + norm.shift()[c];
        }
    }

    /**
     * The result in float32. Reports a value that folding drove beyond its range.
     *
     * @param where for the message
     */
    public FloatParameters toParameters(String where, Problems problems) {
        float[] scaled = new float[weights.length];
        float[] rounded = new float[bias.length];
        int perChannel = weights.length / bias.length;
        boolean finite = true;
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (weights[i] * factor[i / perChannel]);
            finite &= Float.isFinite(scaled[i]);
        }
        for (int c = 0; c < rounded.length; c++) {
            // Without any bias the neutral -0.0 is left: a plain zero is meant.
            rounded[c] = bias[c] == 0 && !biasGiven ? 0f : (float) bias[c];
            finite &= Float.isFinite(rounded[c]);
        }
        if (!finite) {
            problems.add(
                    where,
                    "folding what follows into the weights gives a number beyond 32-bit floats",
                    "train the model with bounded weights and variances");
        }
        return new FloatParameters(scaled, rounded);
    }
}
