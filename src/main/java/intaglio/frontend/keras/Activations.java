package intaglio.frontend.keras;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.Printable;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Functions of each element: layers, and the {@code activation} of a layer. */
final class Activations {

    private static final String ACTIVATION = "activation";
    private static final String SLOPE = "negative_slope";

    /** Words of Keras that are one ONNX operator as it stands. */
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("relu", "Relu"),
            Map.entry("tanh", "Tanh"),
            Map.entry("sigmoid", "Sigmoid"),
            Map.entry("elu", "Elu"),
            Map.entry("celu", "Celu"),
            Map.entry("selu", "Selu"),
            Map.entry("softplus", "Softplus"),
            Map.entry("softsign", "Softsign"),
            Map.entry("swish", "Swish"),
            Map.entry("silu", "Swish"),
            Map.entry("mish", "Mish"),
            Map.entry("gelu", "Gelu"),
            Map.entry("hard_swish", "HardSwish"),
            Map.entry("hard_silu", "HardSwish"));

    private static final List<String> ENDS = List.of("softmax", "log_softmax");

    private Activations() {}

    /** The activation that a layer names among its settings. */
    static Value ofLayer(LayerCall call, Value value) {
        JsonNode activation = call.config().json(ACTIVATION);
        if (activation.isMissingNode() || activation.isNull()) {
            return value;
        }
        LayerCall behind = call.with(value);
        if (activation.isObject() && !activation.path("class_name").asText().equals("function")) {
            return ofObject(behind, activation);
        }
        boolean own = activation.path("module").asText("").equals("builtins");
        String word = activation.isObject() ? activation.path("config").asText() : activation.asText();
        return own ? refused(behind, word) : byWord(behind, word, call.name() + "_" + word);
    }

    /** A layer as the activation of another one. */
    private static Value ofObject(LayerCall call, JsonNode activation) {
        KerasLayer layer = KerasLayer.of(activation);
        LayerRule rule = LayerRules.functions().get(layer.className());
        if (rule == null || !layer.foreignModule().isEmpty()) {
            return refused(call, layer.className());
        }
        return rule.apply(call.as(layer));
    }

    /** The layer Activation. */
    static Value layer(LayerCall call) {
        return ofLayer(call, call.input());
    }

    /** A function of Keras as a layer of its own: its class name says which. */
    static LayerRule named(String word) {
        return call -> byWord(call, word, call.name());
    }

    private static Value byWord(LayerCall call, String word, String name) {
        Value input = call.input();
        Canvas canvas = call.canvas();
        if (word.equals("linear")) {
            return input;
        }
        if (PLAIN.containsKey(word)) {
            return canvas.node(PLAIN.get(word), name, input);
        }
        if (ENDS.contains(word)) {
            return end(call, word.equals("softmax") ? "Softmax" : "LogSoftmax", name);
        }
        return switch (word) {
            case "relu6" -> clip(canvas, name, input, 0, 6);
            case "hard_tanh" -> clip(canvas, name, input, -1, 1);
            case "leaky_relu" -> leaky(canvas, name, input, 0.2f);
            case "hard_sigmoid" -> hardSigmoid(call, name);
            default -> refused(call, word);
        };
    }

    /** Keras 2 has 0.2 x + 0.5, Keras 3 has x / 6 + 0.5. */
    private static Value hardSigmoid(LayerCall call, String name) {
        float alpha = call.isOfKeras2() ? 0.2f : 1f / 6;
        return call.canvas()
                .node(
                        "HardSigmoid",
                        name,
                        call.input(),
                        OnnxGraphBuilder.real("alpha", alpha),
                        OnnxGraphBuilder.real("beta", 0.5f));
    }

    private static Value refused(LayerCall call, String word) {
        call.problem(
                "its activation '" + Printable.of(word) + "' is not known here",
                "use one of Keras' own: relu, tanh, sigmoid, elu, selu, leaky_relu, silu, gelu, softplus, mish"
                        + " (docs/files.md#keras)");
        return call.input();
    }

    /** Softmax over the last axis of Keras. */
    private static Value end(LayerCall call, String type, String name) {
        Value input = call.input();
        long axis = input.moved() ? 1 : input.rank();
        return call.canvas().node(type, name, input, OnnxGraphBuilder.integer("axis", axis));
    }

    /** The layer Softmax. */
    static Value softmax(LayerCall call) {
        int axis = call.config().integer("axis", -1);
        if (axis != -1 && axis != call.input().rank()) {
            call.problem("its axis is " + axis, "leave the axis at -1");
        }
        return end(call, "Softmax", call.name());
    }

    /** The layer ReLU: slope * (x - threshold) below the threshold, x above it, at most max_value. */
    static Value relu(LayerCall call) {
        LayerConfig config = call.config();
        double slope = config.real(SLOPE, 0);
        if (config.real("threshold", 0) != 0) {
            call.problem(
                    "its threshold is " + config.real("threshold", 0) + ": there the function jumps",
                    "use threshold 0");
            return call.input();
        }
        Value input = call.input();
        Canvas canvas = call.canvas();
        if (!config.has("max_value")) {
            return slope == 0
                    ? canvas.node("Relu", call.name(), input)
                    : leaky(canvas, call.name(), input, (float) slope);
        }
        float most = (float) config.real("max_value", 0);
        if (slope == 0) {
            return clip(canvas, call.name(), input, 0, most);
        }
        Value below = leaky(canvas, call.name(), input, (float) slope);
        return canvas.node("Min", call.name() + "_max", below, List.of(canvas.scalar(call.name() + ".max", most)));
    }

    /** The layer LeakyReLU; Keras 2 calls the slope alpha. */
    static Value leakyRelu(LayerCall call) {
        LayerConfig config = call.config();
        double slope = config.real(config.has("alpha") ? "alpha" : SLOPE, 0.3);
        return leaky(call.canvas(), call.name(), call.input(), (float) slope);
    }

    /** The layer ELU. */
    static Value elu(LayerCall call) {
        AttributeProto alpha =
                OnnxGraphBuilder.real("alpha", (float) call.config().real("alpha", 1));
        return call.canvas().node("Elu", call.name(), call.input(), alpha);
    }

    /** The layer PReLU: a slope for each element, or for all along its shared axes. */
    static Value prelu(LayerCall call) {
        List<Hdf5Tensor> tensors = call.tensors(List.of("alpha"));
        Value input = call.input();
        if (tensors.isEmpty() || tensors.get(0).rank() != input.rank()) {
            return input;
        }
        Hdf5Tensor slope = tensors.get(0);
        if (input.moved()) {
            int[] order = new int[slope.rank()];
            Arrays.setAll(order, i -> i == 0 ? order.length - 1 : i - 1);
            slope = slope.transpose(order);
        }
        String constant = call.canvas().constant(call.name() + ".slope", slope);
        return call.canvas().node("PRelu", call.name(), input, List.of(constant));
    }

    private static Value leaky(Canvas canvas, String name, Value input, float slope) {
        return canvas.node("LeakyRelu", name, input, OnnxGraphBuilder.real("alpha", slope));
    }

    private static Value clip(Canvas canvas, String name, Value input, float least, float most) {
        List<String> ends = List.of(canvas.scalar(name + ".min", least), canvas.scalar(name + ".max", most));
        return canvas.node("Clip", name, input, ends);
    }
}
