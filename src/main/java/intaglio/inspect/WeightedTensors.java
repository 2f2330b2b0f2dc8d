package intaglio.inspect;

import intaglio.frontend.layer.BatchNormalization;
import intaglio.frontend.torch.Tensor;
import java.util.Optional;

/**
 * The tensors of one convolution or dense layer of a state_dict.
 *
 * @param prefix of their names
 * @param weight OIHW or OI
 * @param bias one for each output channel; null where there is none
 * @param norm the batch normalization whose tensors come next, with as many channels
 */
record WeightedTensors(String prefix, Tensor weight, Tensor bias, Optional<Norm> norm) {

    /** A batch normalization and the prefix of its tensors. */
    record Norm(String prefix, BatchNormalization values) {}

    boolean isConvolution() {
        return weight.shape().length == 4;
    }

    int outChannels() {
        return weight.shape()[0];
    }

    /** Input channels of a group of a convolution; inputs of a dense layer. */
    int inputs() {
        return weight.shape()[1];
    }

    int kernelHeight() {
        return weight.shape()[2];
    }

    int kernelWidth() {
        return weight.shape()[3];
    }
}
