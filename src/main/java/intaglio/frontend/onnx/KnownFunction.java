package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Tells which function some operators compute together, by its values, and the operator that computes it alone. */
final class KnownFunction {

    /** Far below the 5e-4 by which the two forms of GELU differ, far above what float32 constants do. */
    private static final double TOLERANCE = 1e-5;

    private static final int FARTHEST = 8;
    private static final int STEPS_OF_ONE = 8;

    private KnownFunction() {}

    /** Operators without numbers, by the function that they compute. */
    private static final Map<FunctionKind, String> OPERATORS = Map.of(
            FunctionKind.SILU,
            "Swish",
            FunctionKind.MISH,
            "Mish",
            FunctionKind.HARDSWISH,
            "HardSwish",
            FunctionKind.GELU,
            "Gelu",
            FunctionKind.TANH,
            "Tanh",
            FunctionKind.SIGMOID,
            "Sigmoid",
            FunctionKind.SOFTPLUS,
            "Softplus",
            FunctionKind.SOFTSIGN,
            "Softsign");

    /** One node of a known function; its inputs, outputs and name are not set. */
    static Optional<NodeProto.Builder> node(DoubleUnaryOperator function) {
        Optional<NodeProto.Builder> plain = OPERATORS.entrySet().stream()
                .filter(entry -> isLike(function, ActivationFunction.of(entry.getKey())))
                .map(entry -> NodeProto.newBuilder().setOpType(entry.getValue()))
                .findFirst();
        if (plain.isPresent()) {
            return plain;
        }
        if (isLike(function, ActivationFunction.of(FunctionKind.GELUTANH))) {
            return Optional.of(NodeProto.newBuilder()
                    .setOpType("Gelu")
                    .addAttribute(AttributeProto.newBuilder()
                            .setName("approximate")
                            .setType(AttributeProto.AttributeType.STRING)
                            .setS(ByteString.copyFromUtf8("tanh"))));
        }
        float slope = (float) -function.applyAsDouble(-1);
        float alpha = (float) (slope / (1 - StrictMath.exp(-1)));
        return withAlpha("LeakyRelu", FunctionKind.LEAKYRELU, slope, function)
                .or(() -> withAlpha("Elu", FunctionKind.ELU, alpha, function));
    }

    private static Optional<NodeProto.Builder> withAlpha(
            String operator, FunctionKind kind, float alpha, DoubleUnaryOperator function) {
        return Float.isFinite(alpha) && isLike(function, ActivationFunction.of(kind, alpha))
                ? Optional.of(NodeProto.newBuilder()
                        .setOpType(operator)
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("alpha")
                                .setType(AttributeProto.AttributeType.FLOAT)
                                .setF(alpha)))
                : Optional.empty();
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
