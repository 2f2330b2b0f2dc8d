package intaglio.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.ir.IntegerParameters;
import intaglio.num.Interval;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.Arrays;
import java.util.List;

/**
 * The input of a layer less its zero points. ONNX's integer operators take one zero point for the whole input; where the
 * channels have their own, these are taken off first.
 *
 * @param range of the values that reach the operator
 * @param zeroPoint that the operator still has to take off
 */
record CentredInput(Interval range, int zeroPoint) {

    static CentredInput of(IntegerParameters parameters, Interval input) {
        int[] zeroPoints = parameters.inputZeroPoints();
        if (zeroPoints.length == 1) {
            return new CentredInput(input, zeroPoints[0]);
        }
        int least = Arrays.stream(zeroPoints).min().orElseThrow();
        int greatest = Arrays.stream(zeroPoints).max().orElseThrow();
        return new CentredInput(new Interval(input.low() - greatest, input.high() - least), 0);
    }

    /** The tensor that reaches the operator: the input itself where it has one zero point. */
    static Value value(OnnxGraphBuilder graph, String label, IntegerParameters parameters, Value input) {
        if (parameters.inputZeroPoints().length == 1) {
            return input;
        }
        String zeros = graph.longs(
                label + "/input_zero_points",
                zeroPoints(parameters, input),
                input.isFlat()
                        ? new long[] {input.shape().elements()}
                        : new long[] {input.shape().channels(), 1, 1});
        String longs = input.isByte() ? graph.cast(label + "/input_int64", input.name(), DataType.INT64) : input.name();
        String centred = graph.node("Sub", label + "/centred", List.of(longs, zeros));
        return new Value(centred, input.shape(), of(parameters, input.range()).range(), input.isFlat(), false);
    }

    /** One for each channel, or one for each element of a flat tensor. */
    private static long[] zeroPoints(IntegerParameters parameters, Value input) {
        int repeats = input.isFlat() ? input.shape().pixels() : 1;
        long[] zeroPoints = new long[input.shape().channels() * repeats];
        Arrays.setAll(zeroPoints, i -> parameters.inputZeroPoint(i / repeats));
        return zeroPoints;
    }
}
