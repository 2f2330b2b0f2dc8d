package intaglio.frontend.onnx;

/** What a quantized model says about one layer with weights; everything is null in a model of floats. */
final class LayerQuantization {

    private QuantizedTensor weights;
    private QuantizedTensor bias;
    private int biases;
    private Grid input;
    private boolean roundsTwice;

    /** Integers of the weights, OIHW or OI. */
    QuantizedTensor weights() {
        return weights;
    }

    void setWeights(QuantizedTensor integers) {
        weights = integers;
    }

    /** Notes a bias that has been added, its integers or null; integers of two cannot be kept. */
    void addBias(QuantizedTensor integers) {
        biases++;
        bias = biases == 1 ? integers : null;
    }

    /** Whether the file's runtime rounds the outputs twice. */
    boolean roundsTwice() {
        return roundsTwice;
    }

    void setRoundsTwice(boolean twice) {
        roundsTwice = twice;
    }

    Grid input() {
        return input;
    }

    void setInput(Grid grid) {
        input = grid;
    }

    /**
     * The bias in steps of the accumulator; null where it is not given in these.
     *
     * @param outChannels number of biases
     */
    long[] bias(int outChannels) {
        if (bias == null) {
            return null;
        }
        long[] integers = new long[outChannels];
        for (int channel = 0; channel < outChannels; channel++) {
            double unit = input.scale() * weights.scales()[weights.scales().length == 1 ? 0 : channel];
            double scale = bias.scales()[bias.scales().length == 1 ? 0 : channel];
            // The product is one of float32 in the file.
            if (!(Math.abs(scale - unit) <= 1e-6 * unit)) {
                return null;
            }
            int index = bias.integers().length == 1 ? 0 : channel;
            integers[channel] = bias.integers()[index] - bias.zeroPoints()[bias.zeroPoints().length == 1 ? 0 : channel];
        }
        return integers;
    }
}
