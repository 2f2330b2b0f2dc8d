package intaglio.export.model;

import static intaglio.onnx.OnnxGraphBuilder.integer;

import intaglio.ir.Shape;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/**
 * One tensor of the graph between two layers.
 *
 * @param name its name in the graph
 * @param shape of one image
 * @param isFlat true where its dimensions are {@code [batch, elements]}, false where they are {@code [batch, channels,
 *     rows, columns]}
 */
record FloatTensor(String name, Shape shape, boolean isFlat) {

    /** {@code [batch, elements]}, the elements in the order channel, row, column. */
    FloatTensor flat(OnnxGraphBuilder graph, String scope) {
        return isFlat
                ? this
                : new FloatTensor(
                        graph.node("Flatten", scope + "/flat", List.of(name), integer("axis", 1)), shape, true);
    }

    /** {@code [batch, channels, rows, columns]}. */
    FloatTensor planes(OnnxGraphBuilder graph, String scope) {
        if (!isFlat) {
            return this;
        }
        String dimensions =
                graph.longs(scope + "/dimensions", new long[] {-1, shape.channels(), shape.height(), shape.width()}, 4);
        return new FloatTensor(graph.node("Reshape", scope + "/planes", List.of(name, dimensions)), shape, false);
    }

    /** Without the batch. */
    long[] dimensions() {
        return isFlat ? new long[] {shape.elements()} : new long[] {shape.channels(), shape.height(), shape.width()};
    }
}
