package intaglio.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/** A weighted sum of a tensor of any range, from operators that take uint8 only; see {@link Limbs}. */
final class LimbSum {

    /** The sum over one limb: an int64 tensor from a uint8 tensor and the number that counts as zero in it. */
    interface Term {

        String of(String scope, String limb, String zeroLimb);
    }

    private final OnnxGraphBuilder graph;

    LimbSum(OnnxGraphBuilder graph) {
        this.graph = graph;
    }

    /** The sum over {@code input - zeroPoint}, int64. */
    String of(String scope, Value input, int zeroPoint, Term term) {
        Limbs limbs = Limbs.of(input.range(), zeroPoint);
        String shifted = input.name();
        if (limbs.offset() != 0) {
            shifted = graph.node("Add", scope + "/offset", List.of(asLong(scope, input), graph.number(limbs.offset())));
        }
        String sum = null;
        for (int i = 0; i < limbs.count(); i++) {
            String place = scope + "/limb" + i;
            boolean isWholeInput = input.isByte() && limbs.offset() == 0;
            String limb = isWholeInput ? input.name() : limb(place, shifted, i, limbs.count());
            String part = term.of(place, limb, graph.byteNumber(limbs.zeroLimb(i)));
            if (i > 0) {
                part = graph.node("Mul", place + "/scaled", List.of(part, graph.number(Limbs.weight(i))));
            }
            sum = sum == null ? part : graph.node("Add", place + "/sum", List.of(sum, part));
        }
        return sum;
    }

    private String asLong(String scope, Value input) {
        return input.isByte() ? graph.cast(scope + "/int64", input.name(), DataType.INT64) : input.name();
    }

    /** Limb {@code i} of a tensor without negatives. */
    private String limb(String place, String shifted, int i, int count) {
        String high = shifted;
        if (i > 0) {
            high = graph.node("Div", place + "/high", List.of(shifted, graph.number(Limbs.weight(i))));
        }
        if (i < count - 1) {
            high = graph.node("Mod", place + "/low", List.of(high, graph.number(Limbs.BASE)));
        }
        return graph.cast(place + "/uint8", high, DataType.UINT8);
    }
}
