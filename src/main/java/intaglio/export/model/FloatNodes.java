package intaglio.export.model;

import static intaglio.onnx.OnnxGraphBuilder.integer;
import static intaglio.onnx.OnnxGraphBuilder.integers;
import static intaglio.onnx.OnnxGraphBuilder.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.onnx.OnnxGraphBuilder;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Adds the float operators of one layer, its activation behind them. */
final class FloatNodes implements LayerCases<FloatTensor> {

    private final OnnxGraphBuilder graph;
    private final Parameters source;
    private final List<FloatTensor> inputs;
    private final Shape shape;

    /** Where weights and biases come from. */
    interface Parameters {

        /**
         * Adds them to the graph.
         *
         * @param dimensions of the weights, OIHW or OI
         * @return names of the weights and of the biases
         */
        List<String> add(Weighted layer, long[] dimensions);
    }

    FloatNodes(OnnxGraphBuilder graph, Parameters source, List<FloatTensor> inputs, Shape shape) {
        this.graph = graph;
        this.source = source;
        this.inputs = inputs;
        this.shape = shape;
    }

    @Override
    public FloatTensor conv2d(Conv2d layer) {
        List<AttributeProto> attributes = window(layer.window());
        attributes.add(integer("group", layer.groups()));
        List<String> read = new ArrayList<>(List.of(planes(layer.label(), 0)));
        read.addAll(parameters(layer));
        return planar(activated(layer.label(), node("Conv", layer.label(), read, attributes), layer.activation()));
    }

    @Override
    public FloatTensor dense(Dense layer) {
        List<String> read =
                new ArrayList<>(List.of(inputs.get(0).flat(graph, layer.label()).name()));
        read.addAll(parameters(layer));
        String sums = node("Gemm", layer.label(), read, List.of(integer("transB", 1)));
        return new FloatTensor(activated(layer.label(), sums, layer.activation()), shape, true);
    }

    @Override
    public FloatTensor pool2d(Pool2d layer) {
        List<AttributeProto> attributes = window(layer.window());
        boolean largest = layer.kind() == PoolKind.MAX;
        if (!largest) {
            attributes.add(integer("count_include_pad", layer.countsPadding() ? 1 : 0));
        }
        List<String> read = List.of(planes(layer.label(), 0));
        return planar(node(largest ? "MaxPool" : "AveragePool", layer.label(), read, attributes));
    }

    @Override
    public FloatTensor add(Add layer) {
        List<String> read = allPlanes(layer.label());
        String sum = node(read.size() == 2 ? "Add" : "Sum", layer.label(), read, List.of());
        return planar(activated(layer.label(), sum, layer.activation()));
    }

    @Override
    public FloatTensor concat(Concat layer) {
        return planar(node("Concat", layer.label(), allPlanes(layer.label()), List.of(integer("axis", 1))));
    }

    @Override
    public FloatTensor depthToSpace(DepthToSpace layer) {
        List<AttributeProto> attributes = List.of(
                integer("blocksize", layer.block()),
                text("mode", layer.order().name().toUpperCase(Locale.ROOT)));
        return planar(node("DepthToSpace", layer.label(), List.of(planes(layer.label(), 0)), attributes));
    }

    private String activated(String label, String input, Activation activation) {
        return new ActivationNodes(graph, label).add(input, activation);
    }

    private FloatTensor planar(String name) {
        return new FloatTensor(name, shape, false);
    }

    private String planes(String label, int input) {
        return inputs.get(input).planes(graph, label).name();
    }

    private List<String> allPlanes(String label) {
        return IntStream.range(0, inputs.size())
                .mapToObj(input -> planes(label, input))
                .toList();
    }

    private String node(String type, String name, List<String> read, List<AttributeProto> attributes) {
        return graph.node(type, name, read, attributes.toArray(AttributeProto[]::new));
    }

    /** Names of weights and biases. */
    private List<String> parameters(Weighted layer) {
        long[] dimensions = Arrays.stream(layer.weightShape(inputs.get(0).shape()))
                .asLongStream()
                .toArray();
        return source.add(layer, dimensions);
    }

    private static List<AttributeProto> window(Window window) {
        List<AttributeProto> attributes = new ArrayList<>(List.of(
                integers("kernel_shape", window.kernelHeight(), window.kernelWidth()),
                integers("strides", window.strideY(), window.strideX()),
                integers("pads", window.padTop(), window.padLeft(), window.padBottom(), window.padRight())));
        long[] dilations = {window.dilationY(), window.dilationX()};
        if (LongStream.of(dilations).anyMatch(dilation -> dilation > 1)) {
            attributes.add(integers("dilations", dilations));
        }
        return attributes;
    }
}
