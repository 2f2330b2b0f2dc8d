package intaglio.frontend.torch.aten;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.frontend.torch.Tensor;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ONNX graph that is being written. */
public final class AtenGraph {

    private static final int OPSET = 24;
    private static final int IR_VERSION = 11;
    private static final int MAX_NODES = 10_000;
    private static final String INPUT = "image";

    private final OnnxGraphBuilder builder = new OnnxGraphBuilder();
    private final Map<Tensor, String> written = new IdentityHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Value> overwritten = new HashMap<>();
    private long batch = 1;
    private int nodes;

    /**
     * The image.
     *
     * @param shape its sizes, the batch as 1
     * @param batch that of the export, which its sizes have; 1 where it is not known
     */
    public Value input(int[] shape, long batch) {
        this.batch = batch;
        long[] sizes = Arrays.stream(shape).skip(1).asLongStream().toArray();
        builder.graph().addInput(OnnxGraphBuilder.information(builder.reserve(INPUT), DataType.FLOAT, sizes));
        return new Value(INPUT, shape, null);
    }

    /** How many images the export was made with. */
    long batch() {
        return batch;
    }

    /** A sentence for the user: what was assumed. */
    public void note(String text) {
        notes.add(text);
    }

    /** Says that an operator has written its result over what it read. */
    void overwrite(Value value, Value result) {
        if (!value.isConstant() && !value.name().equals(result.name())) {
            overwritten.put(value.name(), result);
        }
    }

    /** What a tensor holds now. */
    Value current(Value value) {
        Value now = value;
        while (!now.isConstant() && overwritten.containsKey(now.name())) {
            now = overwritten.get(now.name());
        }
        return now;
    }

    /** The model, as soon as all is written. */
    public ModelProto toModel(Value last) {
        Value output = current(last);
        builder.graph()
                .setName("main")
                .addOutput(OnnxGraphBuilder.information(
                        read(output),
                        DataType.FLOAT,
                        Arrays.stream(output.shape()).skip(1).asLongStream().toArray()));
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(builder.graph());
        notes.forEach(note -> model.addMetadataProps(StringStringEntryProto.newBuilder()
                .setKey(OnnxGraphBuilder.NOTE)
                .setValue(note)));
        return model.build();
    }

    /** The name under which a node reads a value; constants are written when they are first read. */
    String read(Value value) {
        return value.isConstant() ? written.computeIfAbsent(value.constant(), this::write) : value.name();
    }

    private String write(Tensor tensor) {
        return builder.floats(
                tensor.name(),
                tensor.values(),
                Arrays.stream(tensor.shape()).asLongStream().toArray());
    }

    /** A node; empty where there are too many. */
    Optional<String> node(String type, String name, List<String> inputs, AttributeProto... attributes) {
        nodes++;
        return nodes > MAX_NODES
                ? Optional.empty()
                : Optional.of(builder.node(type, name.replace('/', '_'), inputs, attributes));
    }

    String scalar(String name, double number) {
        return builder.floats(name, new float[] {(float) number});
    }

    String integers(String name, long... values) {
        return builder.longs(name, values, values.length);
    }

    String floats(String name, float[] values, long... shape) {
        return builder.floats(name, values, shape);
    }
}
