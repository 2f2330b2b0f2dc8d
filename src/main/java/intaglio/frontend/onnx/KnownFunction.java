package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Tells which function some operators compute together, by its values, and the operator that computes it alone. */
final class KnownFunction {

    /** Far below the 5e-4 by which the two forms of GELU differ, far above what float32 constants do. */
    private static final double TOLERANCE = 1e-5;

    private static final int FARTHEST = 8;
    private static final int STEPS_OF_ONE = 8;

    private KnownFunction() {}

    /** One node of a known function; its inputs, outputs and name are not set. */
    static Optional<NodeProto.Builder> node(DoubleUnaryOperator function) {
        for (FunctionKind kind : List.of(
                FunctionKind.SILU,
                FunctionKind.GELU,
                FunctionKind.GELUTANH,
                FunctionKind.MISH,
                FunctionKind.HARDSWISH)) {
            if (isLike(function, ActivationFunction.of(kind))) {
                return Optional.of(node(kind));
            }
        }
        float slope = (float) -function.applyAsDouble(-1);
        return Float.isFinite(slope) && isLike(function, ActivationFunction.of(FunctionKind.LEAKYRELU, slope))
                ? Optional.of(NodeProto.newBuilder()
                        .setOpType("LeakyRelu")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("alpha")
                                .setType(AttributeProto.AttributeType.FLOAT)
                                .setF(slope)))
                : Optional.empty();
    }

    private static NodeProto.Builder node(FunctionKind kind) {
        return switch (kind) {
            case SILU -> NodeProto.newBuilder().setOpType("Swish");
            case MISH -> NodeProto.newBuilder().setOpType("Mish");
            case HARDSWISH -> NodeProto.newBuilder().setOpType("HardSwish");
            default ->
                NodeProto.newBuilder()
                        .setOpType("Gelu")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("approximate")
                                .setType(AttributeProto.AttributeType.STRING)
                                .setS(ByteString.copyFromUtf8(kind == FunctionKind.GELU ? "none" : "tanh")));
        };
    }

    private static boolean isLike(DoubleUnaryOperator function, ActivationFunction known) {
        for (int step = -FARTHEST * STEPS_OF_ONE; step <= FARTHEST * STEPS_OF_ONE; step++) {
            double x = (double) step / STEPS_OF_ONE;
            double exact = known.apply(x);
            if (!(Math.abs(function.applyAsDouble(x) - exact) <= TOLERANCE * (1 + Math.abs(exact)))) {
                return false;
            }
        }
        return true;
    }
}
