package intaglio.op;

import intaglio.ir.Activation;
import java.util.Optional;

/** A layer that only moves, compares or averages values: its output has the scale and the zero point of its inputs. */
public interface Weightless extends Layer {

    @Override
    default Layer inIntegers() {
        return this;
    }

    @Override
    default Activation activation() {
        return Activation.NONE;
    }

    @Override
    default Optional<Weighted> weighted() {
        return Optional.empty();
    }

    @Override
    default Optional<Add> sum() {
        return Optional.empty();
    }
}
