package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import intaglio.diag.Problems;
import intaglio.frontend.ModelHints.ImageSize;
import intaglio.ir.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The image that enters the graph.
 *
 * @param name of its tensor; empty where there is none
 * @param shape null where it is not known, which has been reported
 * @param dims its sizes behind the batch as the graph sees them; null where the shape is
 * @param channelsLast whether its elements are in the order rows, columns, channels
 * @param bytes whether its elements are bytes, not real numbers
 * @param batch 0 where any batch size is allowed
 * @param note what had to be assumed of the shape
 */
record GraphInput(
        String name, Shape shape, int[] dims, boolean channelsLast, boolean bytes, long batch, Optional<String> note) {

    private static final Set<ElementType> TYPES =
            Set.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.DOUBLE, ElementType.UINT8);
    private static final long LARGEST = 1 << 24;

    /**
     * Finds the one input that is not an initializer: older files list these among the inputs.
     *
     * @param size rows and columns where the graph leaves them free
     */
    static GraphInput of(GraphProto graph, Optional<ImageSize> size, String file, Problems problems) {
        Set<String> initializers =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !initializers.contains(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            problems.add(
                    file + ": graph",
                    "has " + inputs.size() + " inputs" + (inputs.isEmpty() ? "" : " (" + names(inputs) + ")")
                            + ", 1 image is needed",
                    "keep the image alone, and store the rest as initializers");
            return unknown(inputs.isEmpty() ? "" : inputs.get(0).getName());
        }
        ValueInfoProto input = inputs.get(0);
        String where = file + ": input '" + Text.printable(input.getName()) + "'";
        ElementType type = ElementType.of(input.getType().getTensorType().getElemType());
        if (type == null || !TYPES.contains(type)) {
            problems.add(
                    where,
                    "its element type is " + (type == null ? "unknown" : type) + ", needed is a float type or UINT8",
                    "export the model for float images");
        }
        TensorShapeProto written = input.getType().getTensorType().getShape();
        InputLayout layout = InputLayout.of(input.getName(), written, graph);
        TensorShapeProto shape = size.isPresent() ? withSize(written, layout, size.get(), where, problems) : written;
        if (!isKnown(shape)) {
            refuse(shape, layout, where, problems);
            return unknown(input.getName());
        }
        return sized(input.getName(), shape, layout, type == ElementType.UINT8);
    }

    /** With the rows and columns that the user says; reported where the file says others. */
    private static TensorShapeProto withSize(
            TensorShapeProto shape, InputLayout layout, ImageSize size, String where, Problems problems) {
        if (shape.getDimCount() != 4) {
            problems.add(where, "has no rows and columns that --input-size could give", "leave --input-size out");
            return shape;
        }
        int rows = layout == InputLayout.CHANNELS_LAST ? 1 : 2;
        int[] wanted = {size.height(), size.width()};
        TensorShapeProto.Builder sized = shape.toBuilder();
        for (int axis = 0; axis < 2; axis++) {
            long found = shape.getDim(rows + axis).getDimValue();
            if (found > 0 && found != wanted[axis]) {
                problems.add(
                        where,
                        "has " + found + (axis == 0 ? " rows" : " columns") + ", --input-size says " + size,
                        "leave --input-size out");
            }
            sized.getDimBuilder(rows + axis).setDimValue(wanted[axis]);
        }
        return sized.build();
    }

    private static GraphInput unknown(String name) {
        return new GraphInput(name, null, null, false, false, 0, Optional.empty());
    }

    private static String names(List<ValueInfoProto> inputs) {
        return Text.list(inputs.stream().limit(10).map(ValueInfoProto::getName).toList());
    }

    /** Whether all sizes behind the batch are, and there are one to three. */
    private static boolean isKnown(TensorShapeProto shape) {
        boolean known = 2 <= shape.getDimCount() && shape.getDimCount() <= 4;
        long elements = 1;
        for (int i = 1; i < shape.getDimCount() && known; i++) {
            long size = shape.getDim(i).getDimValue();
            known = 1 <= size && size <= LARGEST;
            elements = Math.min(elements * size, Integer.MAX_VALUE);
        }
        return known && elements < Integer.MAX_VALUE;
    }

    private static void refuse(TensorShapeProto shape, InputLayout layout, String where, Problems problems) {
        String found = shape.getDimList().stream()
                .limit(10)
                .map(dim -> dim.hasDimValue()
                        ? Long.toString(dim.getDimValue())
                        : dim.hasDimParam() ? Text.printable(dim.getDimParam()) : "?")
                .collect(Collectors.joining(", ", "[", "]"));
        int channels = layout == InputLayout.CHANNELS_LAST ? 3 : 1;
        boolean free = shape.getDimCount() == 4 && shape.getDim(channels).getDimValue() > 0;
        if (free) {
            problems.add(
                    where,
                    "its shape is " + found + ": rows and columns are free",
                    "say them with --input-size HxW, for instance --input-size 64x96");
            return;
        }
        problems.add(
                where,
                "its shape is " + found + ", needed is [batch, channels, rows, columns] with numbers for the last"
                        + " three",
                "export the model with an image of fixed size (only the batch may be dynamic)");
    }

    private static GraphInput sized(String name, TensorShapeProto shape, InputLayout layout, boolean bytes) {
        int[] dims = new int[shape.getDimCount() - 1];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = (int) shape.getDim(i + 1).getDimValue();
        }
        boolean last = layout == InputLayout.CHANNELS_LAST;
        Shape image = switch (dims.length) {
            case 1 -> plane(dims[0]);
            case 2 -> layout.plane(dims[0], dims[1]);
            default -> last ? new Shape(dims[2], dims[0], dims[1]) : new Shape(dims[0], dims[1], dims[2]);
        };
        boolean plain = dims.length == 3 && !last;
        Optional<String> note = plain
                ? Optional.empty()
                : Optional.of("input '" + Text.printable(name) + "' of " + Text.shape(dims) + " as an image of "
                        + counted(image.height(), "row") + ", " + counted(image.width(), "column") + " and "
                        + counted(image.channels(), "channel"));
        long batch = Math.max(0, shape.getDim(0).getDimValue());
        return new GraphInput(name, image, dims, last, bytes, batch, note);
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** One plane of so many pixels: a square, or one row. */
    private static Shape plane(int pixels) {
        int side = (int) Math.round(Math.sqrt(pixels));
        return side * side == pixels ? new Shape(1, side, side) : new Shape(1, 1, pixels);
    }
}
