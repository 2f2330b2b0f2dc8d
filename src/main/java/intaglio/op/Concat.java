package intaglio.op;

import intaglio.ir.Shape;
import java.util.List;

/** The channels of two or more inputs one after the other; heights and widths are equal. */
public record Concat(String label) implements Weightless {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        int channels = inputs.stream().mapToInt(Shape::channels).sum();
        return new Shape(channels, inputs.get(0).height(), inputs.get(0).width());
    }

    @Override
    public <R> R match(LayerCases<R> cases) {
        return cases.concat(this);
    }
}
