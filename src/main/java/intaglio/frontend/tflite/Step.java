package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.diag.Printable;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** One operator on its way into the ONNX graph. Names of tensors in that graph stand for real numbers. */
final class Step {

    private static final String[] ACTIVATIONS = {"NONE", "RELU", "RELU_N1_TO_1", "RELU6", "TANH", "SIGN_BIT"};

    private final Translation translation;
    private final Call call;
    private final String name;

    Step(Translation translation, Call call) {
        this.translation = translation;
        this.call = call;
        this.name = Words.first(translation.tensor(call.outputs()[0]).name());
    }

    Call call() {
        return call;
    }

    /** The name of its output in the file, which messages and layers have. */
    String name() {
        return name.isEmpty() ? call.op() : name;
    }

    Tensor output() {
        return translation.tensor(call.outputs()[0]);
    }

    /** A tensor that it reads, constants with the values that are known of them; null where it is left out. */
    Tensor input(int input) {
        return call.hasInput(input) ? translation.tensor(call.inputs()[input]) : null;
    }

    /** Whether an input depends on the image. */
    boolean isData(int input) {
        return call.hasInput(input) && translation.isData(call.inputs()[input]);
    }

    /** The real numbers of an input that depends on the image. */
    String data(int input) {
        return translation.data(call.inputs()[input]);
    }

    /** The integers of a constant input; null, reported, where there are none. */
    long[] integers(int input) {
        Tensor tensor = input(input);
        long[] values = tensor == null ? null : tensor.integers();
        if (values == null) {
            problem("its input " + input + " is not a constant of integers", "convert the model with fixed sizes");
        }
        return values;
    }

    void problem(String what, String help) {
        translation.problem(call, what, help);
    }

    void note(String text) {
        translation.note(call.op() + " '" + Printable.of(name()) + "' " + text);
    }

    OnnxGraphBuilder onnx() {
        return translation.onnx();
    }

    /** An ONNX node called after the operator. */
    String node(String type, List<String> inputs, AttributeProto... attributes) {
        return onnx().node(type, name(), inputs, attributes);
    }

    /** Images with their channels first. */
    String channelsFirst(String data, int rank) {
        return turned(data, LongStream.concat(LongStream.of(0, rank - 1), LongStream.range(1, rank - 1)));
    }

    /** And last again. */
    String channelsLast(String data, int rank) {
        return turned(
                data,
                LongStream.concat(LongStream.of(0), LongStream.concat(LongStream.range(2, rank), LongStream.of(1))));
    }

    private String turned(String data, LongStream axes) {
        return node("Transpose", List.of(data), OnnxGraphBuilder.integers("perm", axes.toArray()));
    }

    /** The batch stays, whatever its size. */
    String reshaped(String data, int... sizes) {
        long[] target = LongStream.concat(
                        LongStream.of(-1), Arrays.stream(sizes).asLongStream())
                .toArray();
        return node("Reshape", List.of(data, onnx().longs(name() + "/shape", target, target.length)));
    }

    /** Behind the activation that the operator has in an option. */
    String activated(String data, int option) {
        int activation = call.octet(option);
        return switch (activation) {
            case 0 -> data;
            case 1 -> node("Relu", List.of(data));
            case 2 -> clipped(data, -1, 1);
            case 3 -> clipped(data, 0, 6);
            default -> {
                String word = 0 <= activation && activation < ACTIVATIONS.length ? ACTIVATIONS[activation] : "number";
                problem("its fused activation is " + word + " (" + activation + ")", "use ReLU and train again");
                yield data;
            }
        };
    }

    String clipped(String data, float low, float high) {
        return node("Clip", List.of(data, scalar("/min", low), scalar("/max", high)));
    }

    private String scalar(String suffix, float value) {
        return onnx().floats(name() + suffix, new float[] {value});
    }

    /** The result; quantized where the file's tensor is. */
    void give(String real) {
        translation.give(call.outputs()[0], real, name());
    }

    /** The result is a constant. */
    void define(Tensor constant) {
        translation.define(call.outputs()[0], constant);
    }

    // ---- weights ----------------------------------------------------------------------------------------------

    /** The layer's weights and perhaps biases; empty, reported, where the weights are no constant. */
    List<String> parameters(int weights, int bias, Tensor data, int... order) {
        Tensor tensor = input(weights);
        String layer = tensor == null ? "" : Words.layer(tensor.name());
        String prefix = layer.isEmpty() ? name() : layer;
        if (tensor == null || tensor.reals() == null || tensor.rank() != order.length) {
            problem(
                    "its weights are not a constant of " + order.length + " axes",
                    "convert the model with its weights");
            return List.of();
        }
        ConstantTensor permuted = new ConstantTensor(tensor).permuted(order);
        List<String> names = new ArrayList<>();
        names.add(
                data.isQuantized()
                        ? permuted.quantized(onnx(), prefix + ".weight")
                        : permuted.real(onnx(), prefix + ".weight"));
        if (!data.isQuantized() && tensor.isQuantized()) {
            translation.noteDynamic();
        }
        if (call.hasInput(bias)) {
            bias(tensor, bias, data, prefix).ifPresent(names::add);
        }
        return names;
    }

    private Optional<String> bias(Tensor weights, int bias, Tensor data, String prefix) {
        Tensor tensor = input(bias);
        boolean integers = tensor.isConstant() && tensor.type() == TensorType.INT32;
        if (data.isQuantized() && integers && weights.isQuantized()) {
            float input = data.quantization().orElseThrow().scale(0);
            float[] scales = weights.quantization().orElseThrow().scales().clone();
            IntStream.range(0, scales.length).forEach(i -> scales[i] *= input);
            return Optional.of(ConstantTensor.bias(onnx(), prefix + ".bias", tensor.integers(), scales));
        }
        if (tensor.reals() == null) {
            problem("its bias is not a constant of real numbers", "convert the model with its weights");
            return Optional.empty();
        }
        return Optional.of(new ConstantTensor(tensor).real(onnx(), prefix + ".bias"));
    }
}
