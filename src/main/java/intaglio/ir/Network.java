package intaglio.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * A sequential network: input and layers in order, without weights.
 *
 * @param name short lower-case name, used for the emitted top module
 * @param input shape of one image
 * @param normalization what the bytes of an image stand for
 * @param assumptions what the model file does not say and was assumed, one sentence each
 * @param layers at least one; labels unique
 */
public record Network(
        String name, Shape input, Normalization normalization, List<String> assumptions, List<Layer> layers) {

    public Network {
        assumptions = List.copyOf(assumptions);
        layers = List.copyOf(layers);
        if (!normalization.fits(input.channels())) {
            throw new IllegalArgumentException(normalization + " for " + input.channels() + " channels");
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("network '" + name + "' has no layer");
        }
        if (layers.stream().map(Layer::label).distinct().count() != layers.size()) {
            throw new IllegalArgumentException("network '" + name + "' has two layers of one label");
        }
    }

    /** A network of pixels 0..1, nothing assumed. */
    public Network(String name, Shape input, List<Layer> layers) {
        this(name, input, Normalization.NONE, List.of(), layers);
    }

    /** The same input with other layers. */
    public Network withLayers(List<Layer> other) {
        return new Network(name, input, normalization, assumptions, other);
    }

    /** The same layers with an input that stands for something else. */
    public Network withNormalization(Normalization other) {
        return new Network(name, input, other, assumptions, layers);
    }

    /** Shapes along the chain: element 0 is the input, element {@code i + 1} the output of layer {@code i}. */
    public List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        shapes.add(input);
        for (Layer layer : layers) {
            shapes.add(layer.outputShape(shapes.get(shapes.size() - 1)));
        }
        return shapes;
    }

    public Shape output() {
        List<Shape> shapes = shapes();
        return shapes.get(shapes.size() - 1);
    }

    /** The graph of this network in integers; see {@link Activation#inIntegers}. */
    public Network inIntegers() {
        return withLayers(layers.stream().map(Network::inIntegers).toList());
    }

    private static Layer inIntegers(Layer layer) {
        return layer instanceof Layer.Weighted weighted
                ? weighted.withActivation(weighted.activation().inIntegers())
                : layer;
    }

    /** The layers that have weights, in order. */
    public List<Layer.Weighted> weightedLayers() {
        return layers.stream()
                .filter(Layer.Weighted.class::isInstance)
                .map(Layer.Weighted.class::cast)
                .toList();
    }
}
