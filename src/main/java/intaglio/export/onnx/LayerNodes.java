package intaglio.export.onnx;

import static intaglio.onnx.OnnxGraphBuilder.integer;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.graph.IntegerModel;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.onnx.OnnxGraphBuilder;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;
import java.util.List;

/** Adds one layer after the other to the graph, each with the dimensions it wants its inputs in. */
final class LayerNodes {

    private final OnnxGraphBuilder graph;
    private final IntegerModel model;
    private final Shapes shapes;
    private final Ranges ranges;
    private final WeightedLayers weighted;
    private final Pools pools;
    private final Joins joins;

    LayerNodes(OnnxGraphBuilder graph, IntegerModel model, Ranges ranges) {
        this.graph = graph;
        this.model = model;
        this.ranges = ranges;
        shapes = model.network().shapes();
        weighted = new WeightedLayers(graph);
        pools = new Pools(graph);
        joins = new Joins(graph);
    }

    /** The layer's output. */
    Value add(Node node, List<Value> inputs) {
        return node.layer().match(new Kinds(node, inputs));
    }

    /** One layer. */
    private final class Kinds implements LayerCases<Value> {

        private final List<Value> inputs;
        private final LayerRanges found;
        private final Shape shape;

        Kinds(Node node, List<Value> inputs) {
            this.inputs = inputs;
            found = ranges.layer(node.label());
            shape = shapes.output(node);
        }

        @Override
        public Value conv2d(Conv2d layer) {
            Value planes = planes(layer.label(), inputs.get(0));
            String output = weighted.convolution(layer, model.parameters(layer), planes, found);
            return new Value(output, shape, found.output(), false, false);
        }

        @Override
        public Value dense(Dense layer) {
            Value flat = flat(layer.label(), inputs.get(0));
            String output = weighted.dense(layer, model.parameters(layer), flat, found);
            return new Value(output, shape, found.output(), true, false);
        }

        @Override
        public Value pool2d(Pool2d layer) {
            int padding = model.padding().getOrDefault(layer.label(), 0);
            return pools.pool(layer, planes(layer.label(), inputs.get(0)), padding, found.output());
        }

        @Override
        public Value add(Add layer) {
            SumParameters parameters = model.sums().get(layer.label());
            String output = joins.sum(layer, parameters, allPlanes(layer.label()), found);
            return new Value(output, shape, found.output(), false, false);
        }

        @Override
        public Value concat(Concat layer) {
            return joins.concat(layer, allPlanes(layer.label()), shape, found.output());
        }

        @Override
        public Value depthToSpace(DepthToSpace layer) {
            return joins.depthToSpace(layer, planes(layer.label(), inputs.get(0)), shape, found.output());
        }

        private List<Value> allPlanes(String label) {
            return inputs.stream().map(input -> planes(label, input)).toList();
        }
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
