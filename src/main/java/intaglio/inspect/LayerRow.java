package intaglio.inspect;

import intaglio.graph.Network;
import intaglio.ir.Shape;
import intaglio.op.Layer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One layer of a network in a table.
 *
 * @param parameters weights and biases, those of a folded batch normalization not counted again
 * @param multiplications of one frame, padding included
 * @param read what the file says of it
 * @param found what the file does not say
 */
public record LayerRow(
        String label, String kind, Shape output, long parameters, long multiplications, String read, String found) {

    /**
     * A layer whose file says all.
     *
     * @param inputs shapes of what it reads
     */
    static LayerRow of(Layer layer, List<Shape> inputs, long parameters) {
        Shape output = layer.outputShape(inputs);
        long multiplications = layer.weighted()
                .map(weighted -> (long) weighted.weightsPerChannel(inputs.get(0)) * output.elements())
                .orElse(0L);
        LayerWords words = layer.match(LayerWords.CASES);
        return new LayerRow(layer.label(), words.kind(), output, parameters, multiplications, words.said(), "");
    }

    /** The same, and what it reads. */
    LayerRow reading(List<String> inputs) {
        String from = "reads "
                + inputs.stream()
                        .map(label -> label.equals(Network.INPUT) ? "the image" : label)
                        .collect(Collectors.joining(", "));
        return new LayerRow(
                label, kind, output, parameters, multiplications, read.isEmpty() ? from : read + ", " + from, found);
    }
}
