package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import intaglio.diag.Problems;
import intaglio.ir.Shape;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The image that enters the graph.
 *
 * @param name of its tensor; empty where there is none
 * @param shape null where it is not known, which has been reported
 * @param batch 0 where any batch size is allowed
 */
record GraphInput(String name, Shape shape, long batch) {

    private static final Set<ElementType> FLOATS = Set.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.DOUBLE);
    private static final long LARGEST = 1 << 24;

    /** Finds the one input that is not an initializer: older files list these among the inputs. */
    static GraphInput of(GraphProto graph, String file, Problems problems) {
        Set<String> initializers =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !initializers.contains(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            problems.add(file + ": graph", "has " + inputs.size() + " inputs"
                    + (inputs.isEmpty() ? "" : " (" + names(inputs) + ")") + ", 1 image is needed",
                    "keep the image alone, and store the rest as initializers");
            return new GraphInput(inputs.isEmpty() ? "" : inputs.get(0).getName(), null, 0);
        }
        ValueInfoProto input = inputs.get(0);
        String where = file + ": input '" + Text.printable(input.getName()) + "'";
        ElementType type = ElementType.of(input.getType().getTensorType().getElemType());
        if (type == null || !FLOATS.contains(type)) {
            problems.add(where, "its element type is " + (type == null ? "unknown" : type) + ", needed is FLOAT",
                    "export the model for float images");
        }
        return sizes(input, where, problems);
    }

    private static String names(List<ValueInfoProto> inputs) {
        return Text.list(inputs.stream().limit(10).map(ValueInfoProto::getName).toList());
    }

    private static GraphInput sizes(ValueInfoProto input, String where, Problems problems) {
        TensorShapeProto shape = input.getType().getTensorType().getShape();
        boolean image = shape.getDimCount() == 4;
        for (int i = 1; i < shape.getDimCount() && image; i++) {
            long size = shape.getDim(i).getDimValue();
            image = 1 <= size && size <= LARGEST;
        }
        if (!image) {
            String found = shape.getDimList().stream().limit(10)
                    .map(dim -> dim.hasDimValue() ? Long.toString(dim.getDimValue())
                            : dim.hasDimParam() ? Text.printable(dim.getDimParam()) : "?")
                    .collect(Collectors.joining(", ", "[", "]"));
            problems.add(
                    where,
                    "its shape is " + found + ", needed is [batch, channels, rows, columns] with numbers for the last"
                            + " three",
                    "export the model with an image of fixed size (only the batch may be dynamic)");
            return new GraphInput(input.getName(), null, 0);
        }
        int[] sizes = new int[3];
        for (int i = 0; i < 3; i++) {
            sizes[i] = (int) shape.getDim(i + 1).getDimValue();
        }
        long batch = Math.max(0, shape.getDim(0).getDimValue());
        return new GraphInput(input.getName(), new Shape(sizes[0], sizes[1], sizes[2]), batch);
    }
}
