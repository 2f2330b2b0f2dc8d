package intaglio.calibrate;

import intaglio.quant.WeightGrid;

/**
 * Rounds the weights of an output channel one after the other. What rounding changes a weight by is made up for by the
 * weights that are not rounded yet.
 *
 * @param order numbers of the weights in the order of their rounding
 * @param shares {@code shares[i][k]}, i < k: what weight k of this order takes over of the error of weight i
 */
record Feedback(int[] order, double[][] shares) {

    /**
     * Rounds one channel.
     *
     * @param weights of the whole layer
     * @param first index of the first one to round
     * @param channel output channel, for its scale
     * @param quantized takes the integers, at the same indices
     */
    void round(float[] weights, int first, int channel, WeightGrid grid, int[] quantized) {
        double[] carried = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            int index = first + order[i];
            double wanted = weights[index] + carried[i];
            quantized[index] = grid.nearest(channel, wanted);
            // The error counts from the trained weight: what was carried here is part of it.
            double error = weights[index] - grid.value(channel, quantized[index]);
            for (int k = i + 1; k < order.length; k++) {
                carried[k] += error * shares[i][k];
            }
        }
    }
}
