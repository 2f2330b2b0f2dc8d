package intaglio.golden;

import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.op.Weighted;
import intaglio.range.LayerRanges;
import java.util.Arrays;
import java.util.List;

/** Convolution or dense layer in 64 bits, which the range analysis proved to be enough. */
final class WideMatrixStage extends SingleInputStage {

    /** By group of output channels. */
    private final List<TapTable> tables;

    private final IntegerParameters parameters;
    private final Requantizer requantizer;
    private final boolean wideOutput;
    private final Weighted layer;
    private final Shape input;

    WideMatrixStage(Weighted layer, IntegerParameters parameters, Shape input, LayerRanges ranges) {
        tables = TapTable.of(layer, input);
        this.layer = layer;
        this.input = input;
        this.parameters = parameters;
        requantizer = new Requantizer(layer.activation(), parameters.requantize(), parameters.table(), ranges);
        wideOutput = !Lanes.fitsInt(ranges.output());
    }

    @Override
    public Lanes newOutput(int lanes) {
        int elements = parameters.bias().length * positions();
        return wideOutput ? Lanes.wide(elements, lanes) : Lanes.narrow(elements, lanes);
    }

    @Override
    void run(Lanes inputs, Lanes output, AccumulatorRecorder recorder) {
        int lanes = output.lanes();
        long[][] values = new long[input.elements()][lanes];
        for (int element = 0; element < values.length; element++) {
            inputs.copy(element, values[element]);
        }
        int positions = positions();
        int groupRows = parameters.bias().length / tables.size();
        long[] sum = new long[lanes];
        for (int row = 0; row < parameters.bias().length; row++) {
            int[][] taps = tables.get(row / groupRows).elements();
            for (int position = 0; position < positions; position++) {
                multiply(values, taps[position], row, sum);
                int element = row * positions + position;
                requantizer.apply(row, sum, output, element);
                if (recorder != null) {
                    recorder.record(element, sum);
                }
            }
        }
    }

    private int positions() {
        return tables.get(0).elements().length;
    }

    private void multiply(long[][] values, int[] elements, int row, long[] sum) {
        Arrays.fill(sum, parameters.bias()[row]);
        int first = row * elements.length;
        for (int tap = 0; tap < elements.length; tap++) {
            if (elements[tap] != TapTable.PADDING) {
                int zeroPoint = parameters.inputZeroPoint(layer.inputChannel(row, tap, input));
                add(sum, values[elements[tap]], zeroPoint, parameters.weight(row, first + tap));
            }
        }
    }

    private static void add(long[] sum, long[] x, long zeroPoint, long w) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] += w * (x[lane] - zeroPoint);
        }
    }
}
