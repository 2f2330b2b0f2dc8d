package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.diag.Problems;
import intaglio.onnx.OnnxGraphBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes a graph down as ONNX. Everything that has no counterpart is reported. */
final class Translation {

    private static final int IR_VERSION = 9;
    private static final int OPSET = 20;
    private static final int INT8_OFFSET = 128;

    private final Path file;
    private final Graph graph;
    private final Problems problems;
    private final OnnxGraphBuilder onnx = new OnnxGraphBuilder();

    /** ONNX names of the real numbers of tensors that depend on the image. */
    private final Map<Integer, String> data = new HashMap<>();

    /** Constants that operators have made of constants. */
    private final Map<Integer, Tensor> computed = new HashMap<>();

    private final List<String> notes = new ArrayList<>();

    /** Operators that are not read, with their number. */
    private final Map<String, Integer> unknown = new LinkedHashMap<>();

    /** Layers whose weights are integers while their data are floats. */
    private int dynamic;

    Translation(Path file, Graph graph, Problems problems) {
        this.file = file;
        this.graph = graph;
        this.problems = problems;
    }

    ModelProto translate() {
        for (int input : graph.inputs()) {
            addInput(input);
        }
        needed().forEach(this::translate);
        unknown.forEach((op, count) -> problems.add(
                file.toString(),
                "has " + count + " " + op + ", which " + (count == 1 ? "is" : "are") + " not read",
                Operators.rewrite(op)));
        for (int output : graph.outputs()) {
            addOutput(output);
        }
        if (dynamic > 0) {
            notes.add(
                    "the weights of " + dynamic + " layers are 8-bit integers and the data floats (dynamic range):"
                            + " the integers' exact values are the weights; TensorFlow Lite rounds the data of each image, too");
        }
        return model();
    }

    private ModelProto model() {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(onnx.graph().setName("main"));
        notes.forEach(note -> model.addMetadataProps(StringStringEntryProto.newBuilder()
                .setKey(OnnxGraphBuilder.NOTE)
                .setValue(note)));
        return model.build();
    }

    /** The operators that the outputs depend on; not those that only compute sizes, which are known. */
    private List<Call> needed() {
        Set<Integer> tensors = new HashSet<>();
        Arrays.stream(graph.outputs()).forEach(tensors::add);
        List<Call> calls = new ArrayList<>();
        for (int i = graph.calls().size() - 1; i >= 0; i--) {
            Call call = graph.calls().get(i);
            if (Arrays.stream(call.outputs()).anyMatch(tensors::contains)) {
                calls.add(0, call);
                for (int input = 0; input < call.inputs().length; input++) {
                    if (Operators.reads(call.op(), input)) {
                        tensors.add(call.inputs()[input]);
                    }
                }
            }
        }
        return calls;
    }

    private void translate(Call call) {
        OperatorTranslation operator = Operators.of(call.op());
        if (operator == null) {
            unknown.merge(call.op(), 1, Integer::sum);
            return;
        }
        boolean known = call.outputs().length == 1 && call.outputs()[0] >= 0;
        if (!known) {
            problem(call, "has " + call.outputs().length + " outputs, 1 is supported", GraphFile.AGAIN);
        }
        if (known && !IntStream.range(0, Operators.least(call.op())).allMatch(call::hasInput)) {
            problem(call, "lacks an input", GraphFile.AGAIN);
            known = false;
        }
        for (int i = 0; i < call.inputs().length && known; i++) {
            int input = call.inputs()[i];
            boolean read = input >= 0 && Operators.reads(call.op(), i);
            if (read && !isData(input) && !tensor(input).isConstant()) {
                // The operator that gives it has been reported, or there is none.
                known = false;
                if (problems.isEmpty() && unknown.isEmpty()) {
                    problem(
                            call,
                            "reads '" + Words.first(tensor(input).name()) + "', which no operator gives",
                            GraphFile.AGAIN);
                }
            }
        }
        if (known) {
            operator.translate(new Step(this, call));
        }
    }

    // ---- ends ---------------------------------------------------------------------------------------------------

    private void addInput(int index) {
        Tensor tensor = tensor(index);
        String name = onnx.reserve(tensor.name().isEmpty() ? "input" : tensor.name());
        long[] sizes = Arrays.stream(tensor.shape()).skip(1).asLongStream().toArray();
        boolean bytes = tensor.type() != null && tensor.type().isByte();
        if (tensor.type() != TensorType.FLOAT32 && !bytes) {
            problems.add(
                    where(tensor),
                    "is an input of type " + Types.name(tensor),
                    "convert the model with inputs of float32, int8 or uint8");
        }
        onnx.graph().addInput(OnnxGraphBuilder.information(name, bytes ? DataType.UINT8 : DataType.FLOAT, sizes));
        data.put(index, bytes && tensor.isQuantized() ? dequantizedImage(tensor, name) : name);
    }

    /** Byte p of an image is the integer p, or p - 128 of int8. */
    private String dequantizedImage(Tensor tensor, String name) {
        Quantization said = perTensor(tensor);
        boolean signed = tensor.type() == TensorType.INT8;
        if (signed) {
            notes.add("input '" + Words.first(tensor.name()) + "' of int8: byte p of an image enters as p - 128");
        }
        Quantization bytes =
                new Quantization(said.scales(), new long[] {said.zeroPoints()[0] + (signed ? INT8_OFFSET : 0)}, 0);
        return onnx.node(
                "DequantizeLinear", name + "/dequantized", ConstantTensor.scales(onnx, name, TensorType.UINT8, bytes));
    }

    private void addOutput(int index) {
        if (index < 0 || !data.containsKey(index)) {
            if (problems.isEmpty()) {
                problems.add(file.toString(), "has an output that does not depend on the image", GraphFile.AGAIN);
            }
            return;
        }
        onnx.graph().addOutput(OnnxGraphBuilder.information(data.get(index), DataType.FLOAT));
    }

    // ---- tensors ------------------------------------------------------------------------------------------------

    Tensor tensor(int index) {
        return computed.getOrDefault(index, graph.tensor(index));
    }

    boolean isData(int index) {
        return data.containsKey(index);
    }

    String data(int index) {
        return data.get(index);
    }

    OnnxGraphBuilder onnx() {
        return onnx;
    }

    void define(int index, Tensor constant) {
        computed.put(index, constant);
    }

    /** The real numbers that an operator gives; quantized where the file's tensor is. */
    void give(int index, String real, String name) {
        Tensor tensor = tensor(index);
        boolean float32 = tensor.type() == TensorType.FLOAT32;
        if (!float32 && !tensor.isQuantized()) {
            problems.add(
                    where(tensor),
                    "is of type " + Types.name(tensor)
                            + (tensor.type() != null && tensor.type().isByte() ? " without a scale" : ""),
                    "convert the model with data of float32, or fully quantized to int8");
        }
        data.put(index, tensor.isQuantized() ? quantized(tensor, real, name) : real);
    }

    private String quantized(Tensor tensor, String real, String name) {
        Quantization quantization = perTensor(tensor);
        List<String> scales = ConstantTensor.scales(onnx, real, tensor.type(), quantization);
        String integers = onnx.node("QuantizeLinear", name + "/quantized", scales);
        return onnx.node("DequantizeLinear", name + "/dequantized", List.of(integers, scales.get(1), scales.get(2)));
    }

    private Quantization perTensor(Tensor tensor) {
        Quantization quantization = tensor.quantization().orElseThrow();
        if (!quantization.isPerTensor()) {
            problems.add(
                    where(tensor),
                    "has " + quantization.scales().length + " scales, data have one",
                    "quantize data per tensor");
        }
        long low = tensor.type() == TensorType.INT8 ? -INT8_OFFSET : 0;
        long zeroPoint = quantization.zeroPoints()[0];
        if (zeroPoint < low || zeroPoint > low + 255) {
            problems.add(where(tensor), "has the zero point " + zeroPoint, GraphFile.AGAIN);
        }
        return new Quantization(
                new float[] {quantization.scales()[0]}, new long[] {quantization.zeroPoints()[0]}, 0);
    }

    // ---- what is told -------------------------------------------------------------------------------------------

    void problem(Call call, String what, String help) {
        String name = call.outputs().length == 0 || call.outputs()[0] < 0
                ? ""
                : " '" + Words.first(tensor(call.outputs()[0]).name()) + "'";
        problems.add(file + ": " + call.op() + name, what, help);
    }

    void note(String text) {
        notes.add(text);
    }

    void noteDynamic() {
        dynamic++;
    }

    private String where(Tensor tensor) {
        return file + ": tensor '" + Words.first(tensor.name()) + "'";
    }
}
