package intaglio.frontend.torch.aten;

import static intaglio.onnx.OnnxGraphBuilder.integer;
import static intaglio.onnx.OnnxGraphBuilder.real;
import static intaglio.onnx.OnnxGraphBuilder.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;

/** Functions of each element. */
final class FunctionRules {

    private static final String SELF = "self";
    private static final float SELU_ALPHA = 1.6732631921768188f;
    private static final float SELU_GAMMA = 1.0507010221481323f;

    private FunctionRules() {}

    /** An operator that ONNX has by that name, without arguments. */
    static AtenRule plain(String type) {
        return call -> call.same(type, call.tensor(0, SELF));
    }

    /** An operator with one number. */
    static AtenRule withAlpha(String type, String word, double usual) {
        return call -> call.same(type, call.tensor(0, SELF), real("alpha", (float) call.real(1, word, usual)));
    }

    static Object selu(AtenCall call) {
        return call.same("Selu", call.tensor(0, SELF), real("alpha", SELU_ALPHA), real("gamma", SELU_GAMMA));
    }

    static Object hardSigmoid(AtenCall call) {
        AttributeProto alpha = real("alpha", 1 / 6f);
        return call.same("HardSigmoid", call.tensor(0, SELF), alpha, real("beta", 0.5f));
    }

    /** elu (self, alpha, scale, input_scale). */
    static Object elu(AtenCall call) {
        if (call.real(2, "scale", 1.0) == 1 && call.real(3, "input_scale", 1.0) == 1) {
            return call.same("Elu", call.tensor(0, SELF), real("alpha", (float) call.real(1, "alpha", 1.0)));
        }
        boolean selu = Math.abs(call.real(2, "scale", 1.0) - SELU_GAMMA) < 1e-6
                && Math.abs(call.real(1, "alpha", 1.0) - SELU_ALPHA) < 1e-6;
        if (!selu || call.real(3, "input_scale", 1.0) != 1) {
            throw call.refused("has scale or input_scale");
        }
        return selu(call);
    }

    /** gelu (self, approximate). */
    static Object gelu(AtenCall call) {
        String word = call.argument(1, "approximate") instanceof String said ? said : "none";
        return call.same("Gelu", call.tensor(0, SELF), text("approximate", word));
    }

    /** softplus (self, beta, threshold): above the threshold the two differ by less than a float32 shows. */
    static Object softplus(AtenCall call) {
        if (call.real(1, "beta", 1.0) != 1 || call.real(2, "threshold", 20.0) < 15) {
            throw call.refused("has a beta other than 1 or a threshold below 15");
        }
        return call.same("Softplus", call.tensor(0, SELF));
    }

    static Object relu6(AtenCall call) {
        return clip(call, 0.0, 6.0);
    }

    /** hardtanh (self, min_val, max_val). */
    static Object hardtanh(AtenCall call) {
        return clip(call, call.real(1, "min_val", -1.0), call.real(2, "max_val", 1.0));
    }

    /** clamp (self, min, max), either may be None. */
    static Object clamp(AtenCall call) {
        return clip(
                call,
                call.has(1, "min") ? call.real(1, "min", null) : null,
                call.has(2, "max") ? call.real(2, "max", null) : null);
    }

    static Object clampMin(AtenCall call) {
        return clip(call, call.real(1, "min", null), null);
    }

    static Object clampMax(AtenCall call) {
        return clip(call, null, call.real(1, "max", null));
    }

    private static Value clip(AtenCall call, Double least, Double most) {
        Value input = call.tensor(0, SELF);
        List<String> inputs = new ArrayList<>(List.of(call.graph().read(input)));
        inputs.add(least == null ? "" : call.graph().scalar(call.part("min"), least));
        if (most != null) {
            inputs.add(call.graph().scalar(call.part("max"), most));
        }
        return call.node("Clip", inputs, input.shape());
    }

    static Object expm1(AtenCall call) {
        Value power = call.same("Exp", call.tensor(0, SELF));
        String one = call.graph().scalar(call.part("one"), 1);
        return call.node("Sub", List.of(call.graph().read(power), one), power.shape());
    }

    static Object log1p(AtenCall call) {
        Value input = call.tensor(0, SELF);
        String one = call.graph().scalar(call.part("one"), 1);
        return call.same("Log", call.node("Add", List.of(call.graph().read(input), one), input.shape()));
    }

    /** softmax, log_softmax (self, dim). */
    static AtenRule softmax(String type) {
        return call -> {
            Value input = call.tensor(0, SELF);
            int axis = call.axis(input, call.integer(1, "dim", -1L));
            return call.same(type, input, integer("axis", axis));
        };
    }
}
