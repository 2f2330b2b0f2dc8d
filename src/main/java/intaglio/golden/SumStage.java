package intaglio.golden;

import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.op.Add;
import intaglio.range.LayerRanges;
import java.util.Arrays;
import java.util.List;

/** Sum of tensors in 64 bits, which the range analysis proved to be enough. */
final class SumStage implements Stage {

    private final long[] multipliers;
    private final int[] zeroPoints;
    private final Requantizer requantizer;
    private final Shape shape;
    private final boolean wideOutput;

    SumStage(Add layer, SumParameters parameters, Shape shape, LayerRanges ranges) {
        multipliers = parameters.multipliers();
        zeroPoints = parameters.inputZeroPoints();
        requantizer = new Requantizer(layer.activation(), parameters.requantize(), parameters.table(), ranges);
        this.shape = shape;
        wideOutput = !Lanes.fitsInt(ranges.output());
    }

    @Override
    public Lanes newOutput(int lanes) {
        return wideOutput ? Lanes.wide(shape.elements(), lanes) : Lanes.narrow(shape.elements(), lanes);
    }

    @Override
    public void run(List<Lanes> inputs, Lanes output, AccumulatorRecorder recorder) {
        long[] sum = new long[output.lanes()];
        long[] values = new long[output.lanes()];
        for (int element = 0; element < shape.elements(); element++) {
            Arrays.fill(sum, 0);
            for (int input = 0; input < multipliers.length; input++) {
                inputs.get(input).copy(element, values);
                add(sum, values, zeroPoints[input], multipliers[input]);
            }
            requantizer.apply(element / shape.pixels(), sum, output, element);
            if (recorder != null) {
                recorder.record(element, sum);
            }
        }
    }

    private static void add(long[] sum, long[] values, long zeroPoint, long multiplier) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] += multiplier * (values[lane] - zeroPoint);
        }
    }
}
