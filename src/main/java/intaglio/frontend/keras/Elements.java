package intaglio.frontend.keras;

import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Maps of each channel: normalizations and arithmetic with numbers. */
final class Elements {

    /** Keras' epsilon: the layer Normalization divides by no less. */
    private static final float SMALLEST_DEVIATION = 1e-7f;

    private Elements() {}

    /** The layer BatchNormalization. */
    static Value batchNorm(LayerCall call) {
        LayerConfig config = call.config();
        boolean gain = config.flag("scale", true);
        boolean shift = config.flag("center", true);
        List<String> roles = new ArrayList<>();
        if (gain) {
            roles.add("gamma");
        }
        if (shift) {
            roles.add("beta");
        }
        roles.add("moving_mean");
        roles.add("moving_variance");
        List<Hdf5Tensor> tensors = call.tensors(roles);
        int axis = axis(config);
        int rank = call.input().rank();
        boolean last = axis == -1 || axis == rank;
        if (tensors.isEmpty() || (!last && axis != 1)) {
            call.problem("its axis is " + axis + ", not that of the channels", "normalize the channels");
            return call.input();
        }
        int channels = tensors.get(tensors.size() - 1).values().length;
        if (!tensors.stream().allMatch(tensor -> call.fits(tensor, "tensors", channels))) {
            return call.input();
        }
        Canvas canvas = call.canvas();
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        String name = call.name();
        float[] gains = gain ? tensors.get(0).values() : ones;
        float[] shifts = shift ? tensors.get(gain ? 1 : 0).values() : new float[channels];
        List<String> constants = List.of(
                canvas.vector(name + ".gamma", gains),
                canvas.vector(name + ".beta", shifts),
                canvas.vector(name + ".mean", tensors.get(roles.size() - 2).values()),
                canvas.vector(name + ".variance", tensors.get(roles.size() - 1).values()));
        Value input = last ? canvas.channelsFirst(call.input()) : canvas.inKerasOrder(call.input());
        float epsilon = (float) config.real("epsilon", 1e-3);
        return canvas.node("BatchNormalization", name, input, constants, OnnxGraphBuilder.real("epsilon", epsilon))
                .withChannels(channels);
    }

    /** An integer, or a list of one; -1 is the last axis. */
    private static int axis(LayerConfig config) {
        return (int) config.integers("axis", 1, -1)[0];
    }

    /** The layer Rescaling: {@code x * scale + offset}. */
    static Value rescaling(LayerCall call) {
        float[] scale = call.config().has("scale") ? call.config().reals("scale") : new float[] {1};
        float[] offset = call.config().has("offset") ? call.config().reals("offset") : new float[] {0};
        Value scaled = map(call, "Mul", call.name(), call.input(), scale);
        return map(call, "Add", call.name() + "_offset", scaled, offset);
    }

    /** The layer Normalization: {@code (x - mean) / max(sqrt(variance), 1e-7)}, its numbers given or found by adapt. */
    static Value normalization(LayerCall call) {
        LayerConfig config = call.config();
        boolean given = config.has("mean");
        List<Hdf5Tensor> tensors = given ? List.of() : call.tensors(List.of("mean", "variance"));
        boolean channels = !config.has("axis")
                || axis(config) == -1
                || axis(config) == call.input().rank();
        if (config.flag("invert", false) || !channels) {
            call.problem("has another axis than the last, or invert", "normalize the last axis");
            return call.input();
        }
        if (!given && tensors.isEmpty()) {
            return call.input();
        }
        float[] mean = given ? config.reals("mean") : tensors.get(0).values();
        float[] variance = given ? config.reals("variance") : tensors.get(1).values();
        float[] deviation = new float[variance.length];
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = Math.max((float) Math.sqrt(variance[i]), SMALLEST_DEVIATION);
        }
        Value centred = map(call, "Sub", call.name() + "_mean", call.input(), mean);
        return map(call, "Div", call.name(), centred, deviation);
    }

    /** Add and its kin with a number, or with another tensor. */
    static LayerRule arithmetic(String type) {
        return call -> {
            if (call.inputs().size() > 1) {
                return Joins.sum(type).apply(call);
            }
            int place =
                    call.numbers().size() < 2 ? -1 : Double.isNaN(call.numbers().get(0)) ? 1 : 0;
            boolean commutes = type.equals("Add") || type.equals("Mul");
            if (place < 0 || (place == 0 && !commutes)) {
                call.problem("its operands are not read", "use a tensor and a number behind it, or two tensors");
                return call.input();
            }
            return map(
                    call,
                    type,
                    call.name(),
                    call.input(),
                    call.numbers().get(place).floatValue());
        };
    }

    private static Value map(LayerCall call, String type, String name, Value input, float... numbers) {
        boolean fits = numbers.length == 1 || input.channels() == 0 || numbers.length == input.channels();
        if (!fits || numbers.length == 0) {
            call.problem(
                    "has " + numbers.length + " numbers for " + input.channels() + " channels",
                    "give one for each channel, or one for all");
            return input;
        }
        Canvas canvas = call.canvas();
        String constant = canvas.perChannel(name + ".numbers", input, numbers);
        return canvas.node(type, name, input, List.of(constant));
    }
}
