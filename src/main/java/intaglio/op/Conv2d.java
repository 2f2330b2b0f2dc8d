package intaglio.op;

import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.Optional;

/**
 * Convolution; weights OIHW, I being {@code inChannels / groups}.
 *
 * @param groups input and output channels are split into this many parts, and part g of the outputs sees part g of
 *     the inputs only; divides both counts. 1: every output sees every input; as many as input channels: depthwise
 */
public record Conv2d(String label, int outChannels, Window window, int groups, Activation activation)
        implements Weighted {

    public Conv2d {
        if (groups < 1 || outChannels % groups != 0) {
            throw new IllegalArgumentException(outChannels + " channels in " + groups + " groups");
        }
    }

    /** One group: every output channel sees every input channel. */
    public Conv2d(String label, int outChannels, Window window, Activation activation) {
        this(label, outChannels, window, 1, activation);
    }

    @Override
    public Optional<Window> movingWindow() {
        return Optional.of(window);
    }

    @Override
    public Shape outputShape(Shape input) {
        return new Shape(outChannels, window.outHeight(input.height()), window.outWidth(input.width()));
    }

    @Override
    public int weightsPerChannel(Shape input) {
        return groupInputs(input) * window.area();
    }

    @Override
    public int[] weightShape(Shape input) {
        return new int[] {outChannels, groupInputs(input), window.kernelHeight(), window.kernelWidth()};
    }

    /** Input channels of a group. */
    public int groupInputs(Shape input) {
        return input.channels() / groups;
    }

    /** Output channels of a group. */
    public int groupOutputs() {
        return outChannels / groups;
    }

    /** First input channel that an output channel sees. */
    public int firstInput(int outChannel, Shape input) {
        return outChannel / groupOutputs() * groupInputs(input);
    }

    @Override
    public int inputChannel(int outChannel, int weight, Shape input) {
        return firstInput(outChannel, input) + weight / window.area();
    }

    @Override
    public Conv2d withActivation(Activation other) {
        return new Conv2d(label, outChannels, window, groups, other);
    }

    @Override
    public <R> R match(LayerCases<R> cases) {
        return cases.conv2d(this);
    }
}
