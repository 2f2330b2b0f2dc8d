package intaglio.frontend.layer;

import intaglio.diag.Problems;
import intaglio.ir.FloatParameters;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/**
 * Weights and bias of one layer while what follows it is folded into them. All folding is done in float64; the result
 * is rounded to float32 once, at the end. Where nothing was folded every weight comes out bit by bit as it went in.
 */
public final class FoldedWeights {

    private final float[] weights;
    private final double[] factor;
    private final double[] bias;
    private boolean biasGiven;

    /** The weights times factors of their inputs; null while there are none. */
    private double[] forInputs;

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

    /** Multiplies what each output channel gives by a number of its own. */
    public void multiply(double[] by) {
        for (int c = 0; c < bias.length; c++) {
            factor[c] *= by[c];
            bias[c] *= by[c];
        }
    }

    /** Adds a number to what each output channel gives. */
    public void add(double[] added) {
        biasGiven = true;
        for (int c = 0; c < bias.length; c++) {
            bias[c] += added[c];
        }
    }

    /**
     * Lets the layer read {@code scale[i] * x + shift[i]} where it has read x: its weights become {@code w * scale[i]},
     * its bias grows by the sum of {@code w * shift[i]}. Only for a layer without padding, or where all shifts are 0.
     *
     * @param input the index i, of an output channel and a weight among those of that channel
     */
    public void read(IntBinaryOperator input, double[] scale, double[] shift) {
        double[] read = new double[weights.length];
        int perChannel = weights.length / bias.length;
        for (int c = 0; c < bias.length; c++) {
            double sum = 0;
            for (int weight = 0; weight < perChannel; weight++) {
                int at = c * perChannel + weight;
                int i = input.applyAsInt(c, weight);
                double value = forInputs == null ? weights[at] : forInputs[at];
                sum += value * shift[i];
                read[at] = value * scale[i];
            }
            bias[c] += factor[c] * sum;
            biasGiven |= sum != 0;
        }
        forInputs = read;
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
            scaled[i] = (float) ((forInputs == null ? weights[i] : forInputs[i]) * factor[i / perChannel]);
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
