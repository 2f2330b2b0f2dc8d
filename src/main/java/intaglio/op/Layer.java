package intaglio.op;

import intaglio.ir.Activation;
import intaglio.ir.Shape;
import java.util.List;
import java.util.Optional;

/**
 * One operation of a network: its label and its attributes, never its weights (those are in the models, by label) and
 * never what it reads (that is in {@link intaglio.graph.Node}).
 */
public interface Layer {

    /** The name in the model file, for instance {@code c1}; unique in its network. */
    String label();

    /** Output shape for the given input shapes. The importer has checked that they fit. */
    Shape outputShape(List<Shape> inputs);

    /** The layer of the integer network: with the activation that the integers have. */
    Layer inIntegers();

    /** The answer for this kind of layer. */
    <R> R match(LayerCases<R> cases);

    /** This layer, if it has a weight matrix. */
    Optional<Weighted> weighted();

    /** What is applied to its values at its end. */
    Activation activation();

    /** Whether its outputs are the largest of its inputs: then a smaller value must not stand for a larger one. */
    default boolean picksLargest() {
        return false;
    }

    /**
     * Whether it has accumulators that are requantized, so that its outputs have a scale of their own. Other layers hand
     * on the scale and the zero point of their inputs.
     */
    default boolean hasOwnScale() {
        return weighted().isPresent() || sum().isPresent();
    }

    /** This layer, if it adds up its inputs. */
    Optional<Add> sum();

    /** This layer, if it is a pool. */
    default Optional<Pool2d> pool() {
        return Optional.empty();
    }
}
