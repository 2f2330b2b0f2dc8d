package intaglio.frontend.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Counts the bytes of a model that are not plain tensor data, before anything is built from them. A parsed message
 * takes many times its bytes (two bytes can be an empty node of a hundred), tensor data does not.
 */
final class StructureScan {

    /** Messages on the way to tensors: by message, the fields that lead on. */
    private static final Map<String, Map<Integer, String>> INNER = Map.of(
            "model", Map.of(7, "graph"),
            "graph", Map.of(1, "node", 5, "tensor"),
            "node", Map.of(5, "attribute"),
            "attribute", Map.of(5, "tensor"),
            "tensor", Map.of());

    /** Fields float_data, raw_data and double_data of TensorProto. */
    private static final Set<Integer> DATA = Set.of(4, 9, 10);

    private long structure;

    private StructureScan() {}

    /**
     * Bytes that are not tensor data.
     *
     * @throws IOException where the bytes are not a protobuf message
     */
    static long structureBytes(byte[] model) throws IOException {
        StructureScan scan = new StructureScan();
        scan.message("model", CodedInputStream.newInstance(model));
        return scan.structure;
    }

    private void message(String kind, CodedInputStream input) throws IOException {
        while (!input.isAtEnd()) {
            int start = input.getTotalBytesRead();
            int tag = input.readTag();
            if (tag == 0) {
                return;
            }
            int field = WireFormat.getTagFieldNumber(tag);
            boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            String inner = delimited ? INNER.get(kind).get(field) : null;
            if (inner != null) {
                structure += 2;
                int limit = input.pushLimit(input.readRawVarint32());
                message(inner, input);
                input.popLimit(limit);
            } else {
                input.skipField(tag);
                boolean data = kind.equals("tensor") && DATA.contains(field);
                structure += data ? 0 : input.getTotalBytesRead() - start;
            }
        }
    }
}
