package intaglio.op;

import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.List;
import java.util.Optional;

/** Pooling, each channel for itself. What padding reads as is said by the {@link PoolKind}. */
public record Pool2d(String label, PoolKind kind, Window window) implements Weightless {

    /** Without padding the two means are one: {@link PoolKind#AVERAGE}. */
    public Pool2d {
        if (kind == PoolKind.AVERAGE_INSIDE && !window.isPadded()) {
            kind = PoolKind.AVERAGE;
        }
    }

    @Override
    public Optional<Pool2d> pool() {
        return Optional.of(this);
    }

    @Override
    public boolean picksLargest() {
        return kind == PoolKind.MAX;
    }

    /** Whether pixels outside the input count as 0.0. */
    public boolean countsPadding() {
        return kind == PoolKind.AVERAGE && window.isPadded();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return outputShape(inputs.get(0));
    }

    /** Output shape for the given input shape. */
    public Shape outputShape(Shape input) {
        return new Shape(input.channels(), window.outHeight(input.height()), window.outWidth(input.width()));
    }

    @Override
    public <R> R match(LayerCases<R> cases) {
        return cases.pool2d(this);
    }
}
