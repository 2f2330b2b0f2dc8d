package intaglio.golden;

import intaglio.ir.IntegerParameters;
import intaglio.ir.Layer;
import intaglio.ir.Shape;
import intaglio.range.LayerRanges;
import java.util.Arrays;

/** Convolution or dense layer in 64 bits, which the range analysis proved to be enough. */
final class WideMatrixStage implements Stage {

    private final TapTable table;
    private final IntegerParameters parameters;
    private final Requantizer requantizer;
    private final boolean wideOutput;
    private final int inputElements;

    WideMatrixStage(Layer.Weighted layer, IntegerParameters parameters, Shape input, LayerRanges ranges) {
        table = TapTable.of(layer, input);
        this.parameters = parameters;
        requantizer = new Requantizer(layer, parameters, ranges);
        wideOutput = !Lanes.fitsInt(ranges.output());
        inputElements = input.elements();
    }

    @Override
    public Lanes newOutput(int lanes) {
        int elements = parameters.bias().length * table.elements().length;
        return wideOutput ? Lanes.wide(elements, lanes) : Lanes.narrow(elements, lanes);
    }

    @Override
    public void run(Lanes input, Lanes output, AccumulatorRecorder recorder) {
        int lanes = output.lanes();
        long[][] values = new long[inputElements][lanes];
        for (int element = 0; element < inputElements; element++) {
            input.copy(element, values[element]);
        }
        int positions = table.elements().length;
        long[] sum = new long[lanes];
        for (int row = 0; row < parameters.bias().length; row++) {
            for (int position = 0; position < positions; position++) {
                multiply(values, table.elements()[position], row, sum);
                int element = row * positions + position;
                requantizer.apply(row, sum, output, element);
                if (recorder != null) {
                    recorder.record(element, sum);
                }
            }
        }
    }

    private void multiply(long[][] values, int[] elements, int row, long[] sum) {
        Arrays.fill(sum, parameters.bias()[row]);
        int first = row * elements.length;
        for (int tap = 0; tap < elements.length; tap++) {
            if (elements[tap] != TapTable.PADDING) {
                add(sum, values[elements[tap]], parameters.inputZeroPoint(), parameters.weight(row, first + tap));
            }
        }
    }

    private static void add(long[] sum, long[] x, long zeroPoint, long w) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] += w * (x[lane] - zeroPoint);
        }
    }
}
