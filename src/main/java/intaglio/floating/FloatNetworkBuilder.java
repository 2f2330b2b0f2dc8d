package intaglio.floating;

import intaglio.ir.FloatParameters;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.List;

/** Builds a float network stage by stage, also with stages between the layers that no {@link Layer} describes. */
public final class FloatNetworkBuilder {

    private final Shape input;
    private final Normalization normalization;
    private final FloatKernel kernel;
    private final List<FloatStage> stages = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private Shape shape;

    /**
     * A network without stages.
     *
     * @param input shape of one image
     * @param normalization what the bytes of an image stand for
     */
    public FloatNetworkBuilder(Shape input, Normalization normalization) {
        this(input, normalization, FloatKernel.fastest());
    }

    FloatNetworkBuilder(Shape input, Normalization normalization, FloatKernel kernel) {
        this.input = input;
        this.normalization = normalization;
        this.kernel = kernel;
        this.shape = input;
    }

    /**
     * Adds a layer with its activation.
     *
     * @param parameters of a layer with weights; not used for a pool
     */
    public FloatNetworkBuilder layer(Layer layer, FloatParameters parameters) {
        add(
                layer.label(),
                layer instanceof Weighted weighted
                        ? new FloatMatrixStage(weighted, parameters, shape, kernel)
                        : new FloatPoolStage((Pool2d) layer, shape));
        shape = layer.outputShape(List.of(shape));
        return this;
    }

    /** Adds a function of every element by itself. */
    public FloatNetworkBuilder function(String label, TabulatedFunction function) {
        add(label, new FloatFunctionStage(function, shape.elements()));
        return this;
    }

    /** Adds {@code y = factor[c] * x + offset[c]} for each channel c. */
    public FloatNetworkBuilder affine(String label, float[] factor, float[] offset) {
        add(label, new FloatAffineStage(factor, offset, shape));
        return this;
    }

    public FloatNetwork build() {
        return new FloatNetwork(this, kernel);
    }

    private void add(String label, FloatStage stage) {
        labels.add(label);
        stages.add(stage);
    }

    Shape input() {
        return input;
    }

    Normalization normalization() {
        return normalization;
    }

    List<FloatStage> stages() {
        return stages;
    }

    List<String> labels() {
        return labels;
    }
}
