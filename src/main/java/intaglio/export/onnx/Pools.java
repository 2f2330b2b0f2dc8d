package intaglio.export.onnx;

import static intaglio.export.onnx.GraphBuilder.integer;
import static intaglio.export.onnx.GraphBuilder.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pools in integers; ONNX's own AveragePool is for floats only, its MaxPool for no integers but those of 8 bits. */
final class Pools {

    private final GraphBuilder graph;
    private final LimbSum sums;
    private final ExactShift shifts;
    private final ExactBounds bounds;

    Pools(GraphBuilder graph) {
        this.graph = graph;
        sums = new LimbSum(graph);
        shifts = new ExactShift(graph);
        bounds = new ExactBounds(graph);
    }

    /** Output of a pool, {@code [batch, channels, rows, columns]}; its elements lie in {@code range}. */
    Value pool(Pool2d pool, Value input, Interval range) {
        Shape shape = pool.outputShape(input.shape());
        if (pool.kind() == PoolKind.AVERAGE) {
            return new Value(average(pool, input), shape, range, false, false);
        }
        return Value.fitsByte(input.range())
                ? new Value(byteMaximum(pool, input), shape, range, false, true)
                : new Value(wideMaximum(pool, input), shape, range, false, false);
    }

    /** The window's sum, a convolution of each channel with ones, divided and rounded half to even. */
    private String average(Pool2d pool, Value input) {
        Window window = pool.window();
        int channels = input.shape().channels();
        int[] one = new int[channels * window.area()];
        Arrays.fill(one, 1);
        String ones =
                graph.bytes(pool.label() + "/ones", one, channels, 1, window.kernelHeight(), window.kernelWidth());
        String sum = sums.of(
                pool.label(),
                input,
                0,
                (scope, limb, zeroLimb) -> graph.cast(
                        scope + "/int64",
                        graph.node(
                                "ConvInteger",
                                scope + "/int32",
                                List.of(limb, ones, zeroLimb),
                                kernelShape(window),
                                strides(window),
                                integer("group", channels)),
                        DataType.INT64));
        return Integer.bitCount(window.area()) == 1
                ? shifts.of(pool.label(), sum, Integer.numberOfTrailingZeros(window.area()), Rounding.HALF_EVEN)
                : shifts.divideHalfEven(pool.label(), sum, window.area());
    }

    private String byteMaximum(Pool2d pool, Value input) {
        String bytes =
                input.isByte() ? input.name() : graph.cast(pool.label() + "/uint8", input.name(), DataType.UINT8);
        return graph.node(
                "MaxPool",
                pool.label() + "/maximum",
                List.of(bytes),
                kernelShape(pool.window()),
                strides(pool.window()));
    }

    /** The maximum of as many slices as the window has places, each with the stride as its step. */
    private String wideMaximum(Pool2d pool, Value input) {
        if (ExactBounds.fitsInt32(input.range())) {
            String narrow = graph.cast(pool.label() + "/int32", input.name(), DataType.INT32);
            String maximum = graph.node("Max", pool.label() + "/maximum", slices(pool, narrow, input.shape()));
            return graph.cast(pool.label() + "/int64", maximum, DataType.INT64);
        }
        List<String> slices = slices(pool, input.name(), input.shape());
        String maximum = slices.get(0);
        for (int i = 1; i < slices.size(); i++) {
            maximum = bounds.larger(pool.label() + "/maximum" + i, maximum, slices.get(i));
        }
        return maximum;
    }

    /** Slice i holds place i of every window. */
    private List<String> slices(Pool2d pool, String input, Shape inputShape) {
        Window window = pool.window();
        Shape shape = pool.outputShape(inputShape);
        String axes = graph.longs(pool.label() + "/axes", new long[] {2, 3}, 2);
        String steps = graph.longs(pool.label() + "/steps", new long[] {window.strideY(), window.strideX()}, 2);
        List<String> slices = new ArrayList<>();
        for (int place = 0; place < window.area(); place++) {
            long row = place / window.kernelWidth();
            long column = place % window.kernelWidth();
            long endRow = row + (shape.height() - 1L) * window.strideY() + 1;
            long endColumn = column + (shape.width() - 1L) * window.strideX() + 1;
            String scope = pool.label() + "/place" + place;
            String starts = graph.longs(scope + "/starts", new long[] {row, column}, 2);
            String ends = graph.longs(scope + "/ends", new long[] {endRow, endColumn}, 2);
            slices.add(graph.node("Slice", scope, List.of(input, starts, ends, axes, steps)));
        }
        return slices;
    }

    private static AttributeProto kernelShape(Window window) {
        return integers("kernel_shape", window.kernelHeight(), window.kernelWidth());
    }

    private static AttributeProto strides(Window window) {
        return integers("strides", window.strideY(), window.strideX());
    }
}
