package intaglio.quant;

/**
 * The weights of a layer as integers of its {@link WeightGrid}.
 *
 * @param weights q, in the order of the trained weights
 * @param bias real, one for each output channel
 */
public record RoundedWeights(int[] weights, float[] bias) {}
