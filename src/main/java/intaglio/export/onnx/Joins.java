package intaglio.export.onnx;

import static intaglio.onnx.OnnxGraphBuilder.integer;
import static intaglio.onnx.OnnxGraphBuilder.integers;

import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
import intaglio.onnx.OnnxGraphBuilder;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.DepthToSpace;
import intaglio.range.LayerRanges;
import java.util.ArrayList;
import java.util.List;

/** Layers that add up tensors, put them side by side or move their elements. */
final class Joins {

    private final OnnxGraphBuilder graph;
    private final Requantization endings;

    Joins(OnnxGraphBuilder graph) {
        this.graph = graph;
        endings = new Requantization(graph);
    }

    /** {@code sum of M[i] * (x[i] - Z[i])} and what follows, int64; the inputs have equal dimensions. */
    String sum(Add layer, SumParameters parameters, List<Value> inputs, LayerRanges ranges) {
        String sum = null;
        for (int i = 0; i < inputs.size(); i++) {
            String scope = layer.label() + "/input" + i;
            String term = inputs.get(i).longs(graph, scope).name();
            if (parameters.inputZeroPoints()[i] != 0) {
                String zero = graph.number(parameters.inputZeroPoints()[i]);
                term = graph.node("Sub", scope + "/centred", List.of(term, zero));
            }
            if (parameters.multipliers()[i] != 1) {
                String multiplier = graph.number(parameters.multipliers()[i]);
                term = graph.node("Mul", scope + "/scaled", List.of(term, multiplier));
            }
            sum = sum == null ? term : graph.node("Add", scope + "/sum", List.of(sum, term));
        }
        return endings.of(layer, parameters.requantize(), parameters.table(), sum, ranges, new long[0]);
    }

    /** The channels of planes one after the other; bytes where all inputs are. */
    Value concat(Concat layer, List<Value> inputs, Shape shape, Interval range) {
        boolean bytes = inputs.stream().allMatch(Value::isByte);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String scope = layer.label() + "/input" + i;
            names.add(
                    bytes
                            ? inputs.get(i).name()
                            : inputs.get(i).longs(graph, scope).name());
        }
        String joined = graph.node("Concat", layer.label() + "/joined", names, integer("axis", 1));
        return new Value(joined, shape, range, false, bytes);
    }

    /** onnxruntime's own DepthToSpace is for floats and bytes; a transposition of six axes is for all types. */
    Value depthToSpace(DepthToSpace layer, Value input, Shape shape, Interval range) {
        int block = layer.block();
        Shape from = input.shape();
        boolean channelFirst = layer.order() == DepthToSpace.Order.CRD;
        long[] split = channelFirst
                ? new long[] {-1, shape.channels(), block, block, from.height(), from.width()}
                : new long[] {-1, block, block, shape.channels(), from.height(), from.width()};
        String blocks = reshaped(layer.label() + "/blocks", input.name(), split);
        String moved = graph.node(
                "Transpose",
                layer.label() + "/moved",
                List.of(blocks),
                channelFirst ? integers("perm", 0, 1, 4, 2, 5, 3) : integers("perm", 0, 3, 4, 1, 5, 2));
        long[] dimensions = {-1, shape.channels(), shape.height(), shape.width()};
        String pixels = reshaped(layer.label() + "/pixels", moved, dimensions);
        return new Value(pixels, shape, range, false, input.isByte());
    }

    private String reshaped(String scope, String input, long[] dimensions) {
        String constant = graph.longs(scope + "/dimensions", dimensions, dimensions.length);
        return graph.node("Reshape", scope, List.of(input, constant));
    }
}
