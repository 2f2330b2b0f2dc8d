package intaglio.frontend.onnx;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Tells ONNX files by their content. Uses no protobuf class, so that reading other models does not load any.
 */
public final class OnnxFile {

    private static final int IR_VERSION = 0x08;
    private static final int GRAPH_FIELD = 7;
    private static final int LENGTH_DELIMITED = 2;
    private static final int MAX_FIELDS = 1000;

    private OnnxFile() {}

    /**
     * Whether a file is an ONNX model, be it damaged: it starts like one (field {@code ir_version}, then another known
     * field), or it is a whole protobuf message with the fields of a model, among them a graph.
     */
    public static boolean isOnnx(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            boolean usualStart = bytes.length() > 2
                    && bytes.read() == IR_VERSION
                    && bytes.read() < 64
                    && wireType(bytes.read()) >= 0;
            bytes.seek(0);
            return usualStart || isWhole(bytes);
        }
    }

    private static boolean isWhole(RandomAccessFile bytes) throws IOException {
        boolean graph = false;
        for (int i = 0; i < MAX_FIELDS && bytes.getFilePointer() < bytes.length(); i++) {
            long tag = varint(bytes);
            int type = wireType(tag);
            if (type < 0 || type != (tag & 7)) {
                return false;
            }
            long value = varint(bytes);
            graph |= tag >> 3 == GRAPH_FIELD;
            if (value < 0 || (type == LENGTH_DELIMITED && value > bytes.length() - bytes.getFilePointer())) {
                return false;
            }
            bytes.seek(bytes.getFilePointer() + (type == LENGTH_DELIMITED ? value : 0));
        }
        return graph;
    }

    /** Wire type of a field of ModelProto: 0 for the two version numbers, 2 for the others; -1 for no such field. */
    private static int wireType(long tag) {
        return switch ((int) Math.min(tag >> 3, 100)) {
            case 1, 5 -> 0;
            case 2, 3, 4, 6, GRAPH_FIELD, 8, 14, 20, 25, 26 -> LENGTH_DELIMITED;
            default -> -1;
        };
    }

    /** -1 where there is none. */
    private static long varint(RandomAccessFile bytes) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = bytes.read();
            if (next < 0) {
                return -1;
            }
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        return -1;
    }
}
