package intaglio.frontend.keras;

import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/** Layers of several inputs. */
final class Joins {

    private Joins() {}

    /** Add or Subtract. */
    static LayerRule sum(String type) {
        return call -> {
            List<Value> inputs = alike(call);
            if (type.equals("Mul") || type.equals("Div")) {
                call.problem("multiplies or divides tensors that depend on the image", "use sums or Concatenate");
                return call.input();
            }
            Value sum = inputs.get(0);
            for (int i = 1; i < inputs.size(); i++) {
                String name = i == inputs.size() - 1 ? call.name() : call.name() + "_" + i;
                sum = call.canvas().node(type, name, sum, List.of(inputs.get(i).name()));
            }
            return sum;
        };
    }

    /** Average: the sum, divided by the number of tensors. */
    static Value average(LayerCall call) {
        Value sum = sum("Add").apply(call);
        String share =
                call.canvas().scalar(call.name() + ".share", 1f / call.inputs().size());
        return call.canvas().node("Mul", call.name() + "_mean", sum, List.of(share));
    }

    /** Concatenate; Keras counts the axes with the batch. */
    static Value concatenate(LayerCall call) {
        List<Value> inputs = alike(call);
        int rank = inputs.get(0).rank();
        int given = call.config().integer("axis", -1);
        int axis = given < 0 ? rank + 1 + given : given;
        if (axis < 1 || axis > rank) {
            call.problem("its axis is " + given, "join the channels");
            return call.input();
        }
        boolean last = axis == rank;
        boolean moved = inputs.get(0).moved();
        // Behind the move the last axis is the first one behind the batch, and each other one is one further.
        int written = !moved ? axis : last ? 1 : axis + 1;
        boolean known = inputs.stream().allMatch(value -> value.channels() > 0);
        int channels = last && known ? inputs.stream().mapToInt(Value::channels).sum() : 0;
        List<String> others = inputs.stream().skip(1).map(Value::name).toList();
        return call.canvas()
                .node("Concat", call.name(), inputs.get(0), others, OnnxGraphBuilder.integer("axis", written))
                .withChannels(last ? channels : inputs.get(0).channels());
    }

    /** The inputs with their axes in one order. */
    private static List<Value> alike(LayerCall call) {
        boolean moved = call.inputs().stream().anyMatch(Value::moved);
        return call.inputs().stream()
                .map(value -> moved ? call.canvas().channelsFirst(value) : value)
                .toList();
    }
}
