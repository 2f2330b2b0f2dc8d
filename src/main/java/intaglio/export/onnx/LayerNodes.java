package intaglio.export.onnx;

import static intaglio.export.onnx.GraphBuilder.integer;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.graph.IntegerModel;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.range.LayerRanges;
import java.util.List;

/** Adds one layer after the other to the graph, each with the dimensions it wants its input in. */
final class LayerNodes {

    private final GraphBuilder graph;
    private final IntegerModel model;
    private final WeightedLayers weighted;
    private final Pools pools;

    LayerNodes(GraphBuilder graph, IntegerModel model) {
        this.graph = graph;
        this.model = model;
        weighted = new WeightedLayers(graph);
        pools = new Pools(graph);
    }

    /** The layer's output. */
    Value add(Layer layer, Value input, LayerRanges ranges) {
        Interval range = ranges.output();
        if (layer instanceof Pool2d pool) {
            return pools.pool(pool, planes(layer.label(), input), range);
        }
        Shape shape = layer.outputShape(List.of(input.shape()));
        if (layer instanceof Conv2d conv) {
            Value planes = planes(conv.label(), input);
            String output = weighted.convolution(conv, model.parameters(conv), planes, ranges);
            return new Value(output, shape, range, false, false);
        }
        Dense dense = (Dense) layer;
        Value flat = flat(dense.label(), input);
        String output = weighted.dense(dense, model.parameters(dense), flat, ranges);
        return new Value(output, shape, range, true, false);
    }

    /** Gives the last layer's output the name, type and dimensions of the graph's output. */
    void finish(Value last, String output) {
        Value flat = flat(output, last);
        graph.graph()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Cast")
                        .setName(output)
                        .addInput(flat.name())
                        .addOutput(output)
                        .addAttribute(integer("to", DataType.INT64.getNumber())));
    }

    /** {@code [batch, elements]}, the elements in the order channel, row, column. */
    private Value flat(String scope, Value value) {
        return value.isFlat()
                ? value
                : value.as(
                        graph.node("Flatten", scope + "/flat", List.of(value.name()), integer("axis", 1)),
                        true,
                        value.isByte());
    }

    /** {@code [batch, channels, rows, columns]}. */
    private Value planes(String scope, Value value) {
        if (!value.isFlat()) {
            return value;
        }
        Shape shape = value.shape();
        String dimensions =
                graph.longs(scope + "/dimensions", new long[] {-1, shape.channels(), shape.height(), shape.width()}, 4);
        return value.as(
                graph.node("Reshape", scope + "/planes", List.of(value.name(), dimensions)), false, value.isByte());
    }
}
