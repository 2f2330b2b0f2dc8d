package intaglio.export.onnx;

import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** What every exported ONNX model has. */
final class OnnxModels {

    private static final int IR_VERSION = 7;
    private static final int IR_VERSION_OF_OPERATOR_SET_19 = 9;
    private static final int OPERATOR_SET_19 = 19;

    private OnnxModels() {}

    /** The content of a model's file. */
    static byte[] bytes(GraphProto graph, int operatorSet) {
        return ModelProto.newBuilder()
                .setIrVersion(operatorSet < OPERATOR_SET_19 ? IR_VERSION : IR_VERSION_OF_OPERATOR_SET_19)
                .setProducerName("intaglio")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(operatorSet))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /** An input or output with the batch in front of the given dimensions. */
    static ValueInfoProto batchOf(String name, DataType type, long... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
        for (long dimension : dimensions) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
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
