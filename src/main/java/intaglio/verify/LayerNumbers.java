package intaglio.verify;

import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.op.Weighted;

/**
 * The numbers of one layer with weights, as the arrays use them.
 *
 * @param layer the layer
 * @param input shape of its input
 * @param parameters its integer parameters
 */
record LayerNumbers(Weighted layer, Shape input, IntegerParameters parameters) {

    int outChannels() {
        return layer.outChannels();
    }

    /** Weights of one output channel. */
    int perChannel() {
        return layer.weightsPerChannel(input);
    }

    /** {@code q - zeroPoint} of a weight, by its place among those of its output channel. */
    long weight(int outChannel, int index) {
        return parameters.weights()[outChannel * perChannel() + index] - (long) parameters.zeroPoint(outChannel);
    }

    /** What an accumulator starts from: the arrays multiply the inputs as they are, zero points included. */
    long start(int outChannel) {
        long start = parameters.bias()[outChannel];
        for (int index = 0; index < perChannel(); index++) {
            int inputZeroPoint = parameters.inputZeroPoint(layer.inputChannel(outChannel, index, input));
            start -= weight(outChannel, index) * inputZeroPoint;
        }
        return start;
    }

    /** A multiplier for each output channel. */
    boolean multiplierPerChannel() {
        return parameters.requantize().isPerChannel();
    }

    /** {@code weight of layer c1, output channel 3, input 7}: inputs are counted as in {@code weights/*.txt}. */
    String weightName(int outChannel, int index) {
        return "weight of layer " + layer.label() + ", output channel " + outChannel + ", input " + index;
    }

    String startName(int outChannel) {
        return "bias of layer " + layer.label() + ", output channel " + outChannel;
    }

    String multiplierName(int outChannel) {
        return "multiplier of layer " + layer.label() + ", output channel " + outChannel;
    }
}
