package intaglio.op;

import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.List;
import java.util.Optional;

/** A layer with a weight matrix and one input: it has parameters and a requantization. */
public interface Weighted extends Layer {

    /** Number of output channels or features. */
    int outChannels();

    /** The window that moves over the input; empty where each output sees the whole input. */
    Optional<Window> movingWindow();

    /** Parts that the channels are split into; 1 where every output sees every input channel. */
    int groups();

    /** Output shape for the given input shape. */
    Shape outputShape(Shape input);

    /** Weights per output channel: {@code inChannels / groups * kernelHeight * kernelWidth}. */
    int weightsPerChannel(Shape input);

    /** Dimensions of the weights: OIHW or OI. */
    int[] weightShape(Shape input);

    /**
     * Input channel that a weight multiplies.
     *
     * @param weight index among the weights of that output channel
     */
    int inputChannel(int outChannel, int weight, Shape input);

    /** The same layer with another activation. */
    Weighted withActivation(Activation other);

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return outputShape(inputs.get(0));
    }

    @Override
    default Layer inIntegers() {
        return withActivation(activation().inIntegers());
    }

    @Override
    default Optional<Weighted> weighted() {
        return Optional.of(this);
    }

    @Override
    default Optional<Add> sum() {
        return Optional.empty();
    }
}
