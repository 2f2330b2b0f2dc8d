package intaglio.frontend.keras;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes a whole model down as ONNX: its image, its layers, its output. */
final class ModelTranslator {

    private static final int IR_VERSION = 10;
    private static final int MAX_RANK = 3;
    private static final int LARGEST = 1 << 24;

    /** Names that Keras gives to models by itself. */
    private static final Pattern NAMELESS = Pattern.compile("(sequential|functional|model)(_\\d+)?");

    private final Path file;
    private final KerasFile source;
    private final Problems problems;
    private final Canvas canvas = new Canvas();

    ModelTranslator(Path file, KerasFile source, Problems problems) {
        this.file = file;
        this.source = source;
        this.problems = problems;
    }

    ModelProto translate() {
        KerasModel model = source.model();
        if (model.inputs().size() != 1 || model.outputs().size() != 1) {
            problems.add(
                    file.toString(),
                    "has " + model.inputs().size() + " inputs and "
                            + model.outputs().size() + " outputs, read are models of one image and one output",
                    "save the part of the model that has one of each: keras.Model(input, output).save('model.keras')");
            return ModelProto.getDefaultInstance();
        }
        Value image = image(model);
        if (!problems.isEmpty()) {
            return ModelProto.getDefaultInstance();
        }
        GraphTranslator graph = new GraphTranslator(file, source, canvas, problems);
        List<Value> outputs = graph.translate(model, source.weights(), List.of(image), 0);
        if (!problems.isEmpty()) {
            return ModelProto.getDefaultInstance();
        }
        canvas.builder()
                .graph()
                .setName(NAMELESS.matcher(model.name()).matches() ? "" : model.name())
                .addOutput(ValueInfoProto.newBuilder()
                        .setName(outputs.get(0).name())
                        .setType(tensor(DataType.FLOAT, TensorShapeProto.getDefaultInstance())));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(Canvas.OPSET))
                .setGraph(canvas.builder().graph())
                .build();
    }

    /** The image as the graph's input; with channels last, they are moved to the front at once. */
    private Value image(KerasModel model) {
        KerasLayer layer = model.layers().stream()
                .filter(one -> one.name().equals(model.inputs().get(0).layer()))
                .findFirst()
                .orElse(model.layers().get(0));
        JsonNode sizes = layer.inputSizes();
        int rank = sizes.size() - 1;
        if (rank < 1 || rank > MAX_RANK) {
            problems.add(
                    file.toString(),
                    sizes.isArray()
                            ? "its input has " + sizes.size() + " axes with the batch, read are 2 to " + (MAX_RANK + 1)
                            : "does not say the size of its images",
                    sizes.isArray()
                            ? "give a network of images or of rows"
                            : "build the model with an Input of that size as its first layer, and save it again");
            return null;
        }
        DataType type =
                layer.config().path("dtype").asText().toLowerCase(Locale.ROOT).equals("uint8")
                        ? DataType.UINT8
                        : DataType.FLOAT;
        String name = canvas.builder().reserve(Canvas.nodeName(layer.name()));
        canvas.builder()
                .graph()
                .addInput(ValueInfoProto.newBuilder().setName(name).setType(tensor(type, shape(sizes))));
        boolean first = model.isChannelsFirst();
        Value image = new Value(name, rank, size(sizes.path(first ? 1 : rank)), false);
        if (rank == MAX_RANK && !first) {
            image = canvas.channelsFirst(image);
        }
        return type == DataType.UINT8
                ? image.named(canvas.builder().cast(name + "_float", image.name(), DataType.FLOAT))
                : image;
    }

    private static TensorShapeProto shape(JsonNode sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int axis = 0; axis < sizes.size(); axis++) {
            TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
            int size = axis == 0 ? 0 : size(sizes.get(axis));
            if (size > 0) {
                dimension.setDimValue(size);
            } else {
                dimension.setDimParam("size" + axis);
            }
        }
        return shape.build();
    }

    /** 0 where it is free. */
    private static int size(JsonNode number) {
        return number.isInt() && number.asInt() > 0 && number.asInt() <= LARGEST ? number.asInt() : 0;
    }

    private static TypeProto tensor(DataType type, TensorShapeProto shape) {
        return TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(shape))
                .build();
    }
}
