package intaglio.op;

import intaglio.ir.Activation;
import intaglio.ir.Shape;
import java.util.List;
import java.util.Optional;

/** Sum of two or more inputs of one shape, element by element, then an activation. */
public record Add(String label, Activation activation) implements Layer {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return inputs.get(0);
    }

    @Override
    public Add inIntegers() {
        return new Add(label, activation.inIntegers());
    }

    @Override
    public Optional<Weighted> weighted() {
        return Optional.empty();
    }

    @Override
    public Optional<Add> sum() {
        return Optional.of(this);
    }

    @Override
    public <R> R match(LayerCases<R> cases) {
        return cases.add(this);
    }
}
