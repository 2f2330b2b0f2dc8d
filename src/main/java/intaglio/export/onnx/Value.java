package intaglio.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.onnx.OnnxGraphBuilder;

/**
 * One tensor of the graph between two layers.
 *
 * @param name its name in the graph
 * @param shape of one image
 * @param range proved interval of its elements
 * @param isFlat true where its dimensions are {@code [batch, elements]}, false where they are
 *     {@code [batch, channels, rows, columns]}
 * @param isByte true where its elements are of the type uint8, false where they are of the type int64
 */
record Value(String name, Shape shape, Interval range, boolean isFlat, boolean isByte) {

    private static final Interval BYTE = new Interval(0, 255);

    /** True where every element can be a uint8. */
    static boolean fitsByte(Interval range) {
        return BYTE.contains(range.low()) && BYTE.contains(range.high());
    }

    /** The same tensor under the name it has after a change of its type or its dimensions. */
    Value as(String newName, boolean flat, boolean bytes) {
        return new Value(newName, shape, range, flat, bytes);
    }

    /** The same as int64. */
    Value longs(OnnxGraphBuilder graph, String scope) {
        return isByte ? as(graph.cast(scope + "/int64", name, DataType.INT64), isFlat, false) : this;
    }
}
