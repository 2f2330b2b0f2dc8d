package intaglio.frontend.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One layer of a model, as the file has it.
 *
 * @param className for instance {@code Conv2D}
 * @param name unique in its model
 * @param json all that the file says of it
 * @param calls the operands of each of its calls
 */
record KerasLayer(String className, String name, JsonNode json, List<List<Operand>> calls) {

    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

    static KerasLayer of(JsonNode json) {
        List<List<Operand>> calls = new ArrayList<>();
        json.path("inbound_nodes").forEach(call -> calls.add(Operand.ofCall(call)));
        String className = json.path("class_name").asText();
        String name = json.path("config").path("name").asText(json.path("name").asText(className));
        return new KerasLayer(className, name, json, calls);
    }

    /** The same layer, called once with the output of the layer of that name. */
    KerasLayer behind(String before) {
        Operand operand = new Operand(Optional.of(new Reference(before, 0, 0)), Double.NaN);
        return new KerasLayer(className, name, json, List.of(List.of(operand)));
    }

    JsonNode config() {
        return json.path("config");
    }

    boolean isInput() {
        return className.equals("InputLayer");
    }

    /** Whether it is a model in itself. */
    boolean isModel() {
        return isModel(className);
    }

    /** Whether Keras 2 counts its calls from 1: that of a model on its own inputs is number 0, and not in the file. */
    boolean isCalledBefore() {
        boolean sequence = className.equals("Sequential");
        JsonNode first = config().path("layers").path(0);
        return isModel() && (!sequence || first.path("class_name").asText().equals("InputLayer"));
    }

    static boolean isModel(String className) {
        return MODELS.contains(className);
    }

    /** Where its class comes from, where that is not Keras; empty where it is, or where the file does not say. */
    String foreignModule() {
        String module = json.path("module").asText("");
        String registered = json.path("registered_name").asText(className);
        boolean own = module.isEmpty() || module.matches("(keras|tf_keras|tensorflow)([._].*)?");
        return registered.contains(">") ? registered : own ? "" : module;
    }

    /** Sizes of its input with the batch first, where the layer says them. */
    JsonNode inputSizes() {
        for (String key : List.of("batch_shape", "batch_input_shape")) {
            if (config().path(key).isArray()) {
                return config().path(key);
            }
        }
        return json.path("build_config").path("input_shape");
    }
}
