package intaglio.frontend.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a layer is called with: the output of another layer, or a number.
 *
 * @param tensor empty for a number
 */
record Operand(Optional<Reference> tensor, double number) {

    private static Operand of(Reference tensor) {
        return new Operand(Optional.of(tensor), Double.NaN);
    }

    /**
     * The operands of one call, in order. Keras 2 writes {@code [["conv2d", 0, 0, {}], ...]}, for functions
     * {@code ["conv2d", 0, 0, {"y": 255.0}]}; Keras 3 writes {@code {"args": [...], "kwargs": {...}}}.
     */
    static List<Operand> ofCall(JsonNode call) {
        List<Operand> operands = new ArrayList<>();
        if (call.has("args")) {
            call.path("args").forEach(argument -> add(argument, operands));
            return operands;
        }
        add(call, operands);
        JsonNode second = call.path(3).path("y");
        add(second, operands);
        return operands;
    }

    private static void add(JsonNode argument, List<Operand> operands) {
        Optional<Reference> tensor = Reference.of(argument);
        if (tensor.isPresent()) {
            operands.add(of(tensor.get()));
        } else if (argument.isNumber()) {
            operands.add(new Operand(Optional.empty(), argument.asDouble()));
        } else if (argument.isArray()) {
            Reference.listOf(argument).forEach(reference -> operands.add(of(reference)));
        }
    }
}
