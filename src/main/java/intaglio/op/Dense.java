package intaglio.op;

import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.Optional;

/** Fully connected layer over the flattened (CHW order) input; weights OI. */
public record Dense(String label, int outChannels, Activation activation) implements Weighted {

    @Override
    public Optional<Window> movingWindow() {
        return Optional.empty();
    }

    @Override
    public int groups() {
        return 1;
    }

    @Override
    public Shape outputShape(Shape input) {
        return Shape.vector(outChannels);
    }

    @Override
    public int weightsPerChannel(Shape input) {
        return input.elements();
    }

    @Override
    public int[] weightShape(Shape input) {
        return new int[] {outChannels, input.elements()};
    }

    @Override
    public int inputChannel(int outChannel, int weight, Shape input) {
        return weight / input.pixels();
    }

    @Override
    public Dense withActivation(Activation other) {
        return new Dense(label, outChannels, other);
    }

    @Override
    public <R> R match(LayerCases<R> cases) {
        return cases.dense(this);
    }
}
