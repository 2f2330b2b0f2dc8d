package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import intaglio.diag.Problems;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads the tensors that are stored with the model, together at most so many elements; reports what is wrong. */
final class ConstantReader {

    private static final int MAX_RANK = 8;
    private static final long MAX_ELEMENTS = 1 << 25;
    private static final String EXPORT_AGAIN = "export the model again";

    private final Path model;
    private final Problems problems;
    private final ExternalData external;
    private long elements;

    ConstantReader(Path model, Problems problems) {
        this.model = model;
        this.problems = problems;
        this.external = new ExternalData(model, problems);
    }

    /**
     * Reads a tensor. One whose values cannot be had comes out unreadable, reported once.
     *
     * @param name its name in the graph, for a Constant node that of its output
     */
    Constant read(TensorProto tensor, String name) {
        String where = model + ": tensor '" + Text.printable(name) + "'";
        int[] dims = dims(tensor.getDimsList());
        ElementType type = ElementType.of(tensor.getDataType());
        if (type == null || dims == null || tensor.hasSegment()) {
            problems.add(
                    where,
                    type == null
                            ? "its element type " + typeName(tensor.getDataType()) + " is not read"
                            : "its sizes "
                                    + tensor.getDimsList().stream()
                                            .limit(MAX_RANK + 1)
                                            .toList() + " are impossible, too many or in segments",
                    "export the model with float32 weights, or quantized to 8 bits (int8 or uint8)");
            return Constant.unreadable(name);
        }
        Constant constant = new Constant(name, dims, null, null, type.isFloating() ? null : type, null);
        elements += constant.elements();
        if (elements > MAX_ELEMENTS) {
            problems.add(
                    where,
                    "with it the model has " + elements + " or more elements, at most " + MAX_ELEMENTS + " are read",
                    "give a small network");
            return Constant.unreadable(name, dims);
        }
        return type.isFloating() ? floats(constant, tensor, type, where) : integers(constant, tensor, type, where);
    }

    private static String typeName(int number) {
        TensorProto.DataType type = TensorProto.DataType.forNumber(number);
        return type == null ? "(number " + number + " of TensorProto)" : type.name();
    }

    /** Null where they are impossible. A product over the limit is caught later, so it must only not overflow. */
    private static int[] dims(List<Long> sizes) {
        long product = 1;
        for (long size : sizes) {
            if (size < 0 || size > MAX_ELEMENTS || sizes.size() > MAX_RANK) {
                return null;
            }
            product = Math.min(product * size, Integer.MAX_VALUE);
        }
        return product == Integer.MAX_VALUE
                ? null
                : sizes.stream().mapToInt(Long::intValue).toArray();
    }

    private Constant floats(Constant constant, TensorProto tensor, ElementType type, String where) {
        Elements source = elements(constant, tensor, type, where);
        if (source == null) {
            return constant;
        }
        float[] values = new float[constant.elements()];
        int bad = 0;
        int first = -1;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) source.at(i);
            if (!Float.isFinite(values[i])) {
                first = bad++ == 0 ? i : first;
            }
        }
        // Clip has infinite limits; a weight has none.
        if (bad > 0 && values.length > 1) {
            problems.add(
                    where,
                    bad + " of " + values.length + " values are NaN or infinite, the first is " + values[first]
                            + " at element " + first,
                    "train or " + EXPORT_AGAIN);
        }
        return new Constant(constant.name(), constant.dims(), values, null);
    }

    private Constant integers(Constant constant, TensorProto tensor, ElementType type, String where) {
        Elements source = elements(constant, tensor, type, where);
        if (source == null) {
            return constant;
        }
        long[] values = new long[constant.elements()];
        // The smallest long means the batch size; a file cannot say so.
        Arrays.setAll(values, i -> Math.max((long) source.at(i), Constant.BATCH + 1));
        return new Constant(constant.name(), constant.dims(), null, values, type, null);
    }

    private interface Elements {
        double at(int index);
    }

    /** The elements from a file beside, the raw bytes, or the typed field; null, reported, where there are none. */
    private Elements elements(Constant constant, TensorProto tensor, ElementType type, String where) {
        int bytes = type.bytes();
        long length = (long) constant.elements() * bytes;
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            ByteBuffer buffer = external.read(tensor, where, length);
            return buffer == null ? null : raw(buffer, type);
        }
        if (tensor.hasRawData()) {
            if (tensor.getRawData().size() != length) {
                problems.add(
                        where,
                        "has " + tensor.getRawData().size() + " bytes of data, its shape " + constant.shapeText()
                                + " needs " + length,
                        EXPORT_AGAIN);
                return null;
            }
            return raw(tensor.getRawData().asReadOnlyByteBuffer(), type);
        }
        if (type.typedCount(tensor) != constant.elements()) {
            problems.add(
                    where,
                    "has " + type.typedCount(tensor) + " elements of data, its shape " + constant.shapeText()
                            + " needs " + constant.elements(),
                    EXPORT_AGAIN);
            return null;
        }
        return i -> type.typed(tensor, i);
    }

    private static Elements raw(ByteBuffer buffer, ElementType type) {
        ByteBuffer ordered = buffer.order(ByteOrder.LITTLE_ENDIAN);
        return i -> type.raw(ordered, i * type.bytes());
    }
}
