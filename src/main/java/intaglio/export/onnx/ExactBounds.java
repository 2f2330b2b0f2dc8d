package intaglio.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.num.Interval;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/**
 * Maxima and clamps of int64 tensors, computed in int32 where the values are proved to fit.
 *
 * <p>Never Max, Clip or Sign on int64: onnxruntime 1.29 gives wrong results for values from 2^31 on on x86-64, for
 * instance 0 for {@code Max(2147483648, 0)} (onnxruntime pull request 25280 tells why). Values that do not fit int32
 * are compared by arithmetic instead.
 */
final class ExactBounds {

    private static final Interval INT32 = new Interval(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private final OnnxGraphBuilder graph;
    private final ExactShift shifts;

    ExactBounds(OnnxGraphBuilder graph) {
        this.graph = graph;
        shifts = new ExactShift(graph);
    }

    /** {@code max(input, least)}. */
    String atLeast(String scope, String input, Interval range, int least) {
        if (fitsInt32(range)) {
            String narrow = graph.cast(scope + "/int32", input, DataType.INT32);
            return widened(scope, graph.node("Max", scope + "/max", List.of(narrow, graph.narrowNumber(least))));
        }
        return larger(scope, input, graph.number(least));
    }

    /** The input clamped to bounds that fit int32. */
    String clamp(String scope, String input, Interval range, Interval bounds) {
        int low = Math.toIntExact(bounds.low());
        int high = Math.toIntExact(bounds.high());
        if (fitsInt32(range)) {
            String narrow = graph.cast(scope + "/int32", input, DataType.INT32);
            return widened(
                    scope,
                    graph.node(
                            "Clip",
                            scope + "/clip",
                            List.of(narrow, graph.narrowNumber(low), graph.narrowNumber(high))));
        }
        String raised = larger(scope + "/low", input, graph.number(low));
        String top = graph.number(high);
        String room = graph.node("Sub", scope + "/room", List.of(top, raised));
        return graph.node("Sub", scope + "/high", List.of(top, positivePart(scope, room)));
    }

    /** The larger of two, element by element: {@code b + positive part of (a - b)}. */
    String larger(String scope, String a, String b) {
        String difference = graph.node("Sub", scope + "/difference", List.of(a, b));
        return graph.node("Add", scope + "/larger", List.of(positivePart(scope, difference), b));
    }

    /** True where Max on int32 can be used. */
    static boolean fitsInt32(Interval range) {
        return INT32.contains(range.low()) && INT32.contains(range.high());
    }

    /** {@code input + input * (-1 where it is negative)}. */
    private String positivePart(String scope, String input) {
        String negative = shifts.negative(scope, input);
        String taken = graph.node("Mul", scope + "/taken", List.of(input, negative));
        return graph.node("Add", scope + "/positive", List.of(input, taken));
    }

    private String widened(String scope, String narrow) {
        return graph.cast(scope + "/int64", narrow, DataType.INT64);
    }
}
