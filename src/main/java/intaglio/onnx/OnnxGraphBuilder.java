package intaglio.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes and constants of one ONNX graph, in order. Every method returns the name under which the result is read. */
public final class OnnxGraphBuilder {

    /** Key of the model's metadata under which a reader of another format says what it has assumed or left out. */
    public static final String NOTE = "intaglio.note";

    /** Attribute of a Conv between quantized tensors whose outputs the file's runtime rounds twice. */
    public static final String ROUNDS_TWICE = "intaglio_rounds_twice";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> scalars = new HashMap<>();

    public GraphProto.Builder graph() {
        return graph;
    }

    /** Keeps a name from being used for anything else. */
    public String reserve(String name) {
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    /** An operator with one output, named like the node. */
    public String node(String type, String name, List<String> inputs, AttributeProto... attributes) {
        String output = reserve(name);
        graph.addNode(NodeProto.newBuilder()
                .setOpType(type)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    /** Conversion to another type; every caller has proved that the values fit. */
    public String cast(String name, String input, DataType type) {
        return node("Cast", name, List.of(input), integer("to", type.getNumber()));
    }

    /** A float32 constant. */
    public String floats(String name, float[] values, long... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(name, DataType.FLOAT, raw.array(), dimensions);
    }

    /** A uint8 constant. */
    public String bytes(String name, int[] values, long... dimensions) {
        byte[] raw = new byte[values.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) values[i];
        }
        return constant(name, DataType.UINT8, raw, dimensions);
    }

    /** An int64 constant. */
    public String longs(String name, long[] values, long... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return constant(name, DataType.INT64, raw.array(), dimensions);
    }

    /** An int64 number; equal numbers are one constant. */
    public String number(long value) {
        return scalars.computeIfAbsent("int64_" + value, name -> longs(name, new long[] {value}));
    }

    /** An int32 number; equal numbers are one constant. */
    public String narrowNumber(int value) {
        byte[] raw = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
        return scalars.computeIfAbsent("int32_" + value, name -> constant(name, DataType.INT32, raw));
    }

    /** A uint8 number; equal numbers are one constant. */
    public String byteNumber(int value) {
        return scalars.computeIfAbsent("uint8_" + value, name -> bytes(name, new int[] {value}));
    }

    public static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    public static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    public static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    /** A constant from its little-endian bytes. */
    public String constant(String name, DataType type, byte[] raw, long... dimensions) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(reserve(name))
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(raw));
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /** An input or output of the graph: {@code [batch, dimensions...]}, any batch; a size of -1 is free. */
    public static ValueInfoProto information(String name, DataType type, long... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
        for (long dimension : dimensions) {
            TensorShapeProto.Dimension.Builder size = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(dimension < 0 ? size.setDimParam("free") : size.setDimValue(dimension));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}
