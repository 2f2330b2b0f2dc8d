package intaglio.export.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.graph.FloatModel;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.FloatParameters;
import intaglio.op.Weighted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a network in the safetensors format: length of the header (8 bytes, little-endian), the header as JSON,
 * filled up with blanks to a multiple of 8 bytes, then the float32 values.
 */
final class Safetensors {

    private static final int ALIGNMENT = 8;

    private final ObjectNode header = JsonNodeFactory.instance.objectNode();
    private final List<float[]> tensors = new ArrayList<>();
    private int length;

    private Safetensors() {}

    static byte[] bytes(FloatModel model) {
        Safetensors file = new Safetensors();
        Shapes shapes = model.network().shapes();
        for (Node node : model.network().nodes()) {
            node.layer().weighted().ifPresent(layer -> {
                file.addLayer(layer, layer.weightShape(shapes.inputs(node).get(0)), model.parameters(layer));
            });
        }
        return file.toBytes();
    }

    private void addLayer(Weighted layer, int[] shape, FloatParameters parameters) {
        add(layer.label() + ".weight", shape, parameters.weights());
        add(layer.label() + ".bias", new int[] {parameters.bias().length}, parameters.bias());
    }

    private void add(String name, int[] shape, float[] values) {
        ObjectNode entry = header.putObject(name);
        entry.put("dtype", "F32");
        var dimensions = entry.putArray("shape");
        for (int dimension : shape) {
            dimensions.add(dimension);
        }
        int end = length + values.length * Float.BYTES;
        entry.putArray("data_offsets").add(length).add(end);
        tensors.add(values);
        length = end;
    }

    private byte[] toBytes() {
        String json = header.toString();
        int padded = (json.length() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + padded + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded);
        bytes.put((json + " ".repeat(padded - json.length())).getBytes(StandardCharsets.US_ASCII));
        for (float[] values : tensors) {
            bytes.asFloatBuffer().put(values);
            bytes.position(bytes.position() + values.length * Float.BYTES);
        }
        return bytes.array();
    }
}
