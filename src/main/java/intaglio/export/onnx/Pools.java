package intaglio.export.onnx;

import static intaglio.export.onnx.WindowAttributes.dilations;
import static intaglio.export.onnx.WindowAttributes.kernelShape;
import static intaglio.export.onnx.WindowAttributes.pads;
import static intaglio.export.onnx.WindowAttributes.strides;
import static intaglio.onnx.OnnxGraphBuilder.integer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.onnx.OnnxGraphBuilder;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pools in integers; ONNX's own AveragePool is for floats only, its MaxPool for no integers but those of 8 bits. */
final class Pools {

    private final OnnxGraphBuilder graph;
    private final LimbSum sums;
    private final ExactShift shifts;
    private final ExactBounds bounds;

    Pools(OnnxGraphBuilder graph) {
        this.graph = graph;
        sums = new LimbSum(graph);
        shifts = new ExactShift(graph);
        bounds = new ExactBounds(graph);
    }

    /**
     * Output of a pool, {@code [batch, channels, rows, columns]}.
     *
     * @param padding what padding reads as, where it counts
     * @param range of the outputs
     */
    Value pool(Pool2d pool, Value input, int padding, Interval range) {
        Shape shape = pool.outputShape(input.shape());
        return switch (pool.kind()) {
            case AVERAGE -> new Value(average(pool, input, padding), shape, range, false, false);
            case AVERAGE_INSIDE -> new Value(averageInside(pool, input), shape, range, false, false);
            case MAX ->
                Value.fitsByte(input.range()) && hasPadsOfMaxPool(pool.window())
                        ? new Value(byteMaximum(pool, input), shape, range, false, true)
                        : new Value(wideMaximum(pool, input), shape, range, false, false);
        };
    }

    /** The window's sum, divided and rounded half to even. */
    private String average(Pool2d pool, Value input, int padding) {
        int area = pool.window().area();
        String sum = sum(pool, input, padding);
        if (padding != 0) {
            sum = graph.node("Add", pool.label() + "/moved", List.of(sum, graph.number((long) area * padding)));
        }
        return Integer.bitCount(area) == 1
                ? shifts.of(pool.label(), sum, Integer.numberOfTrailingZeros(area), Rounding.HALF_EVEN)
                : shifts.divideHalfEven(pool.label(), sum, area);
    }

    /** The sum of what lies inside the input, divided by how much that is. */
    private String averageInside(Pool2d pool, Value input) {
        Shape shape = pool.outputShape(input.shape());
        long[] counts = new long[shape.pixels()];
        Arrays.setAll(counts, i -> pool.window().inside(input.shape(), i / shape.width(), i % shape.width()));
        return shifts.divideHalfEven(pool.label(), sum(pool, input, 0), counts, shape.height(), shape.width());
    }

    /** The window's sum of {@code input - zeroPoint}, a convolution of each channel with ones: padding adds nothing. */
    private String sum(Pool2d pool, Value input, int zeroPoint) {
        Window window = pool.window();
        int channels = input.shape().channels();
        int[] one = new int[channels * window.area()];
        Arrays.fill(one, 1);
        String ones =
                graph.bytes(pool.label() + "/ones", one, channels, 1, window.kernelHeight(), window.kernelWidth());
        return sums.of(
                pool.label(),
                input,
                zeroPoint,
                (scope, limb, zeroLimb) -> graph.cast(
                        scope + "/int64",
                        graph.node(
                                "ConvInteger",
                                scope + "/int32",
                                List.of(limb, ones, zeroLimb),
                                kernelShape(window),
                                strides(window),
                                pads(window),
                                dilations(window),
                                integer("group", channels)),
                        DataType.INT64));
    }

    /** onnxruntime's MaxPool wants each pad smaller than the kernel without its gaps. */
    private static boolean hasPadsOfMaxPool(Window window) {
        return Math.max(window.padTop(), window.padBottom()) < window.kernelHeight()
                && Math.max(window.padLeft(), window.padRight()) < window.kernelWidth();
    }

    private String byteMaximum(Pool2d pool, Value input) {
        String bytes =
                input.isByte() ? input.name() : graph.cast(pool.label() + "/uint8", input.name(), DataType.UINT8);
        return graph.node(
                "MaxPool",
                pool.label() + "/maximum",
                List.of(bytes),
                kernelShape(pool.window()),
                strides(pool.window()),
                pads(pool.window()),
                dilations(pool.window()));
    }

    /** The maximum of as many slices as the window has places, each with the stride as its step. */
    private String wideMaximum(Pool2d pool, Value input) {
        Value bordered = bordered(pool, input.longs(graph, pool.label()));
        if (ExactBounds.fitsInt32(input.range())) {
            String narrow = graph.cast(pool.label() + "/int32", bordered.name(), DataType.INT32);
            String maximum = graph.node("Max", pool.label() + "/maximum", slices(pool, narrow, input.shape()));
            return graph.cast(pool.label() + "/int64", maximum, DataType.INT64);
        }
        List<String> slices = slices(pool, bordered.name(), input.shape());
        String maximum = slices.get(0);
        for (int i = 1; i < slices.size(); i++) {
            maximum = bounds.larger(pool.label() + "/maximum" + i, maximum, slices.get(i));
        }
        return maximum;
    }

    /** The input with a border that no value is smaller than; every window has a value inside. */
    private Value bordered(Pool2d pool, Value input) {
        Window window = pool.window();
        if (!window.isPadded()) {
            return input;
        }
        long[] pads = {
            0, 0, window.padTop(), window.padLeft(), 0, 0, window.padBottom(), window.padRight(),
        };
        String sizes = graph.longs(pool.label() + "/pads", pads, pads.length);
        String least = graph.number(input.range().low());
        return input.as(
                graph.node("Pad", pool.label() + "/bordered", List.of(input.name(), sizes, least)), false, false);
    }

    /** Slice i holds place i of every window. */
    private List<String> slices(Pool2d pool, String bordered, Shape inputShape) {
        Window window = pool.window();
        Shape shape = pool.outputShape(inputShape);
        String axes = graph.longs(pool.label() + "/axes", new long[] {2, 3}, 2);
        String steps = graph.longs(pool.label() + "/steps", new long[] {window.strideY(), window.strideX()}, 2);
        List<String> slices = new ArrayList<>();
        for (int place = 0; place < window.area(); place++) {
            long row = (long) place / window.kernelWidth() * window.dilationY();
            long column = (long) place % window.kernelWidth() * window.dilationX();
            long endRow = row + (shape.height() - 1L) * window.strideY() + 1;
            long endColumn = column + (shape.width() - 1L) * window.strideX() + 1;
            String scope = pool.label() + "/place" + place;
            String starts = graph.longs(scope + "/starts", new long[] {row, column}, 2);
            String ends = graph.longs(scope + "/ends", new long[] {endRow, endColumn}, 2);
            slices.add(graph.node("Slice", scope, List.of(bordered, starts, ends, axes, steps)));
        }
        return slices;
    }
}
