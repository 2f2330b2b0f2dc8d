package intaglio.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes and constants of one graph, in order. Every method returns the name under which the result is read. */
final class GraphBuilder {

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> scalars = new HashMap<>();

    GraphProto.Builder graph() {
        return graph;
    }

    /** Keeps a name from being used for anything else. */
    String reserve(String name) {
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    /** An operator with one output, named like the node. */
    String node(String type, String name, List<String> inputs, AttributeProto... attributes) {
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
    String cast(String name, String input, DataType type) {
        return node("Cast", name, List.of(input), integer("to", type.getNumber()));
    }

    /** A uint8 constant. */
    String bytes(String name, int[] values, long... dimensions) {
        byte[] raw = new byte[values.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) values[i];
        }
        return constant(name, DataType.UINT8, raw, dimensions);
    }

    /** An int64 constant. */
    String longs(String name, long[] values, long... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return constant(name, DataType.INT64, raw.array(), dimensions);
    }

    /** An int64 number; equal numbers are one constant. */
    String number(long value) {
        return scalars.computeIfAbsent("int64_" + value, name -> longs(name, new long[] {value}));
    }

    /** An int32 number; equal numbers are one constant. */
    String narrowNumber(int value) {
        byte[] raw = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
        return scalars.computeIfAbsent("int32_" + value, name -> constant(name, DataType.INT32, raw));
    }

    /** A uint8 number; equal numbers are one constant. */
    String byteNumber(int value) {
        return scalars.computeIfAbsent("uint8_" + value, name -> bytes(name, new int[] {value}));
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private String constant(String name, DataType type, byte[] raw, long... dimensions) {
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
}
