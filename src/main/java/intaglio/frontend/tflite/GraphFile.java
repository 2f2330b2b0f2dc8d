package intaglio.frontend.tflite;

import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import intaglio.diag.Problems;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the tables of a file. Memory is bounded by the limits here: tensors may share their data. */
final class GraphFile {

    static final int MAX_TENSORS = 1 << 13;
    static final int MAX_OPERATORS = 1 << 12;
    static final int MAX_ELEMENTS = 1 << 25;
    private static final int MAX_RANK = 6;
    private static final int VERSION = 3;
    private static final String SMALL = "give a small network";
    static final String AGAIN = "copy or convert the model again";

    private final Path file;
    private final byte[] content;
    private final Problems problems;

    /** Elements of all constants so far. */
    private long elements;

    private GraphFile(Path file, byte[] content, Problems problems) {
        this.file = file;
        this.content = content;
        this.problems = problems;
    }

    /** The graph; of no use where problems were added. */
    static Graph read(Path file, byte[] content, Problems problems) {
        return new GraphFile(file, content, problems).read();
    }

    private Graph read() {
        FlatTable model = FlatTable.root(content);
        if (model.integer(0, 0) != VERSION) {
            throw refused("has schema version " + model.integer(0, 0) + ", read is " + VERSION, AGAIN);
        }
        List<FlatTable> graphs = model.tables(2);
        if (graphs.size() != 1) {
            throw refused(
                    "has " + graphs.size() + " subgraphs, 1 is supported",
                    "convert a model without control flow and without training signatures");
        }
        FlatTable graph = graphs.get(0);
        List<FlatTable> buffers = model.tables(4);
        List<FlatTable> tables = atMost(graph.tables(0), MAX_TENSORS, "tensors");
        List<Tensor> tensors = new ArrayList<>();
        for (FlatTable table : tables) {
            tensors.add(tensor(table, buffers));
        }
        List<Call> calls = new ArrayList<>();
        List<FlatTable> codes = model.tables(1);
        for (FlatTable call : atMost(graph.tables(3), MAX_OPERATORS, "operators")) {
            calls.add(new Call(
                    OperatorNames.of(entry(codes, call.integer(0, 0), "operator code")),
                    indices(call.integers(1), tensors),
                    indices(call.integers(2), tensors),
                    call.table(4)));
        }
        return new Graph(tensors, calls, indices(graph.integers(1), tensors), indices(graph.integers(2), tensors));
    }

    private Tensor tensor(FlatTable table, List<FlatTable> buffers) {
        int[] shape = table.integers(0);
        int[] signature = table.integers(7);
        String name = table.text(3);
        if (shape.length > MAX_RANK || Arrays.stream(shape).anyMatch(size -> size < 0)) {
            throw damaged("tensor '" + Printable.of(name) + "' has the shape " + Words.shape(shape));
        }
        TensorType type = TensorType.of(table.octet(1)).orElse(null);
        if (table.has(6)) {
            problems.add(
                    where(name), "is stored as a sparse tensor", "convert the model without the sparsity optimization");
        }
        ByteBuffer bytes = data(entry(buffers, table.integer(2, 0), "buffer"));
        ByteBuffer data = bytes.hasRemaining() && type != null ? constant(name, shape, type, bytes) : null;
        int[] sizes = data == null && signature.length == shape.length ? signature : shape;
        return new Tensor(name, sizes, type, table.octet(1), data, quantization(name, shape, table.table(4)));
    }

    private ByteBuffer constant(String name, int[] shape, TensorType type, ByteBuffer bytes) {
        long count = 1;
        for (int size : shape) {
            count = Math.min(count * size, Integer.MAX_VALUE);
        }
        elements += count;
        if (elements > MAX_ELEMENTS) {
            throw refused("its tensors have more than " + MAX_ELEMENTS + " elements", SMALL);
        }
        if (count * type.bytes() != bytes.remaining()) {
            throw damaged("tensor '" + Printable.of(name) + "' of " + Words.shape(shape) + " needs "
                    + count * type.bytes() + " bytes, its buffer has " + bytes.remaining());
        }
        return bytes;
    }

    /** Large files have the bytes of a tensor behind the tables. */
    private ByteBuffer data(FlatTable buffer) {
        long offset = buffer.wide(1);
        long size = buffer.wide(2);
        if (offset <= 1) {
            return buffer.bytes(0);
        }
        if (offset > content.length || size < 0 || size > content.length - offset) {
            throw damaged(
                    "a buffer of " + Long.toUnsignedString(size) + " bytes at byte " + Long.toUnsignedString(offset));
        }
        return ByteBuffer.wrap(content).slice((int) offset, (int) size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Optional<Quantization> quantization(String name, int[] shape, FlatTable table) {
        float[] scales = table == null ? new float[0] : table.reals(2);
        if (scales.length == 0) {
            return Optional.empty();
        }
        if (table.octet(4) != 0) {
            problems.add(
                    where(name), "is quantized by blocks or by a method of its own", "quantize per tensor or channel");
        }
        long[] given = table.longs(3);
        long[] zeroPoints = given.length == 0 ? new long[scales.length] : given;
        int axis = table.integer(6, 0);
        boolean along = scales.length == 1 || (0 <= axis && axis < shape.length && shape[axis] == scales.length);
        if (!along || (zeroPoints.length != 1 && zeroPoints.length != scales.length)) {
            throw damaged("tensor '" + Printable.of(name) + "' of " + Words.shape(shape) + " has " + scales.length
                    + " scales and " + zeroPoints.length + " zero points along axis " + axis);
        }
        for (float scale : scales) {
            if (!(scale > 0) || Float.isInfinite(scale)) {
                throw damaged("tensor '" + Printable.of(name) + "' has the scale " + scale);
            }
        }
        return Optional.of(new Quantization(scales, zeroPoints, axis));
    }

    private int[] indices(int[] indices, List<Tensor> tensors) {
        for (int index : indices) {
            if (index < -1 || index >= tensors.size()) {
                throw damaged("tensor " + index + " of " + tensors.size());
            }
        }
        return indices;
    }

    private <T> T entry(List<T> list, int index, String what) {
        if (index < 0 || index >= list.size()) {
            throw damaged(what + " " + Integer.toUnsignedString(index) + " of " + list.size());
        }
        return list.get(index);
    }

    private <T> List<T> atMost(List<T> list, int most, String what) {
        if (list.size() > most) {
            throw refused("has " + list.size() + " " + what + ", at most " + most + " are read", SMALL);
        }
        return list;
    }

    private String where(String tensor) {
        return file + ": tensor '" + Printable.of(tensor) + "'";
    }

    private static DamagedTableException damaged(String what) {
        return new DamagedTableException(what);
    }

    private IntaglioException refused(String what, String help) {
        return IntaglioException.badInput(file.toString(), what, help);
    }
}
