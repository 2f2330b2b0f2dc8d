package intaglio.frontend.onnx;

import intaglio.frontend.layer.FoldedWeights;

/**
 * Weights that a map of a tensor's channels can be folded into.
 *
 * @param layer whose weights these are
 * @param filters how many output channels of the layer make one channel of the tensor, one after the other
 */
record FoldTarget(WeightedDraft layer, int filters) {

    FoldedWeights weights() {
        return layer.weights();
    }

    /** One number for each output channel of the layer, from one for each channel of the tensor. */
    double[] perFilter(double[] perChannel) {
        double[] all = new double[perChannel.length * filters];
        for (int i = 0; i < all.length; i++) {
            all[i] = perChannel[i / filters];
        }
        return all;
    }
}
