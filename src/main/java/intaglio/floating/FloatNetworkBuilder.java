package intaglio.floating;

import intaglio.graph.Node;
import intaglio.ir.FloatParameters;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import intaglio.op.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds a float network stage by stage, also with stages between the layers that no {@link Layer} describes. */
public final class FloatNetworkBuilder {

    private final Shape input;
    private final Normalization normalization;
    private final FloatKernel kernel;
    private final List<FloatStage> stages = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();

    /** Of each stage, the numbers of those that it reads; {@value #INPUT} for the image. */
    private final List<int[]> inputs = new ArrayList<>();

    private static final int INPUT = -1;

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
    }

    /**
     * Adds a layer with its activation, which reads the stage before.
     *
     * @param parameters of a layer with weights; not used for any other
     */
    public FloatNetworkBuilder layer(Layer layer, FloatParameters parameters) {
        return layer(layer, parameters, new int[] {stages.size() - 1});
    }

    /** Adds a node, which reads the stages of the labels that it names. */
    FloatNetworkBuilder node(Node node, FloatParameters parameters) {
        return layer(
                node.layer(),
                parameters,
                node.inputs().stream().mapToInt(labels::lastIndexOf).toArray());
    }

    private FloatNetworkBuilder layer(Layer layer, FloatParameters parameters, int[] read) {
        List<Shape> seen = Arrays.stream(read).mapToObj(this::shape).toList();
        FloatStage stage = layer.match(new FloatStages(seen, parameters, kernel));
        add(layer.label(), stage, layer.outputShape(seen), read);
        return this;
    }

    /** Adds a function of every element by itself. */
    public FloatNetworkBuilder function(String label, TabulatedFunction function) {
        Shape shape = shape(stages.size() - 1);
        add(label, new FloatFunctionStage(function, shape.elements()), shape, new int[] {stages.size() - 1});
        return this;
    }

    /** Adds {@code y = factor[c] * x + offset[c]} for each channel c. */
    public FloatNetworkBuilder affine(String label, float[] factor, float[] offset) {
        Shape shape = shape(stages.size() - 1);
        add(label, new FloatAffineStage(factor, offset, shape), shape, new int[] {stages.size() - 1});
        return this;
    }

    /** Shape of what the last stage gives; of the image where there is none. */
    public Shape output() {
        return shape(stages.size() - 1);
    }

    public FloatNetwork build() {
        return new FloatNetwork(this, kernel);
    }

    private void add(String label, FloatStage stage, Shape shape, int[] read) {
        labels.add(label);
        stages.add(stage);
        shapes.add(shape);
        inputs.add(read);
    }

    private Shape shape(int stage) {
        return stage == INPUT ? input : shapes.get(stage);
    }

    /** Of each stage, the numbers of those that it reads; below 0 for the image. */
    List<int[]> inputs() {
        return inputs;
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
