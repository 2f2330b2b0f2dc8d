package intaglio.golden;

import intaglio.ir.IntegerParameters;
import intaglio.ir.Layer;
import intaglio.ir.Shape;
import intaglio.range.LayerRanges;
import java.util.Arrays;

/**
 * Convolution or dense layer whose products and accumulators are proved to fit 32 bits. The zero point of the inputs is
 * taken off once, in the bias; a padding tap then reads that zero point. On the way a sum may wrap, which does no harm.
 */
final class NarrowMatrixStage implements Stage {

    private final LaneKernel kernel;
    private final TapTable table;
    private final int[] weights;
    private final int[] bias;
    private final Requantizer requantizer;
    private final boolean wideOutput;
    private final int inputZeroPoint;

    NarrowMatrixStage(
            Layer.Weighted layer, IntegerParameters parameters, Shape input, LayerRanges ranges, LaneKernel kernel) {
        this.kernel = kernel;
        table = TapTable.of(layer, input);
        weights = new int[parameters.weights().length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = parameters.weight(i);
        }
        inputZeroPoint = parameters.inputZeroPoint();
        bias = new int[parameters.bias().length];
        for (int row = 0; row < bias.length; row++) {
            int perChannel = parameters.weightsPerChannel();
            int sum = Arrays.stream(weights, row * perChannel, (row + 1) * perChannel).sum();
            bias[row] = (int) parameters.bias()[row] - inputZeroPoint * sum;
        }
        requantizer = new Requantizer(layer, parameters, ranges);
        wideOutput = !Lanes.fitsInt(ranges.output());
    }

    @Override
    public Lanes newOutput(int lanes) {
        int elements = bias.length * table.elements().length;
        return wideOutput ? Lanes.wide(elements, lanes) : Lanes.narrow(elements, lanes);
    }

    @Override
    public void run(Lanes input, Lanes output, AccumulatorRecorder recorder) {
        int positions = table.elements().length;
        int[] padding = new int[kernel.lanes()];
        Arrays.fill(padding, inputZeroPoint);
        int[][] taps = new int[table.elements()[0].length][];
        int[][] sums = new int[bias.length][kernel.lanes()];
        for (int position = 0; position < positions; position++) {
            int[] elements = table.elements()[position];
            for (int tap = 0; tap < taps.length; tap++) {
                taps[tap] = elements[tap] == TapTable.PADDING ? padding : input.ints(elements[tap]);
            }
            kernel.multiply(taps, weights, bias, sums);
            for (int row = 0; row < bias.length; row++) {
                int element = row * positions + position;
                requantizer.apply(row, sums[row], output, element);
                if (recorder != null) {
                    recorder.record(element, sums[row]);
                }
            }
        }
    }
}
