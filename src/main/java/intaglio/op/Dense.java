package intaglio.op;

import intaglio.ir.Activation;
import intaglio.ir.Shape;

/** Fully connected layer over the flattened (CHW order) input; weights OI. */
public record Dense(String label, int outChannels, Activation activation) implements Weighted {

    @Override
    public Shape outputShape(Shape input) {
        return Shape.vector(outChannels);
    }

    @Override
    public int weightsPerChannel(Shape input) {
        return input.elements();
    }

    @Override
    public int inputChannel(int outChannel, int weight, Shape input) {
        return weight / input.pixels();
    }

    @Override
    public Dense withActivation(Activation other) {
        return new Dense(label, outChannels, other);
    }
}
