package intaglio.golden;

import intaglio.ir.IntegerParameters;
import intaglio.ir.Layer;
import intaglio.ir.Shape;
import intaglio.range.LayerRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Convolution or dense layer whose products and accumulators are proved to fit 32 bits. The zero point of the inputs is
 * taken off once, in the bias; a padding tap then reads that zero point. On the way a sum may wrap, which does no harm.
 */
final class NarrowMatrixStage implements Stage {

    private final LaneKernel kernel;
    private final List<Group> groups = new ArrayList<>();
    private final Requantizer requantizer;
    private final boolean wideOutput;
    private final int inputZeroPoint;
    private final int positions;
    private final int outputs;

    /** Output channels that see the same inputs: the rows {@code firstRow..firstRow + bias.length - 1}. */
    private record Group(TapTable table, int[] weights, int[] bias, int firstRow) {}

    NarrowMatrixStage(
            Layer.Weighted layer, IntegerParameters parameters, Shape input, LayerRanges ranges, LaneKernel kernel) {
        this.kernel = kernel;
        inputZeroPoint = parameters.inputZeroPoint();
        outputs = parameters.bias().length;
        List<TapTable> tables = TapTable.of(layer, input);
        for (TapTable table : tables) {
            groups.add(group(parameters, table, groups.size() * (outputs / tables.size()), outputs / tables.size()));
        }
        positions = tables.get(0).elements().length;
        requantizer = new Requantizer(layer, parameters, ranges);
        wideOutput = !Lanes.fitsInt(ranges.output());
    }

    private static Group group(IntegerParameters parameters, TapTable table, int firstRow, int rows) {
        int perChannel = parameters.weightsPerChannel();
        int[] weights = new int[rows * perChannel];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = parameters.weight(firstRow * perChannel + i);
        }
        int[] bias = new int[rows];
        for (int row = 0; row < rows; row++) {
            int sum = Arrays.stream(weights, row * perChannel, (row + 1) * perChannel).sum();
            bias[row] = (int) parameters.bias()[firstRow + row] - parameters.inputZeroPoint() * sum;
        }
        return new Group(table, weights, bias, firstRow);
    }

    @Override
    public Lanes newOutput(int lanes) {
        int elements = outputs * positions;
        return wideOutput ? Lanes.wide(elements, lanes) : Lanes.narrow(elements, lanes);
    }

    @Override
    public void run(Lanes input, Lanes output, AccumulatorRecorder recorder) {
        int[] padding = new int[kernel.lanes()];
        Arrays.fill(padding, inputZeroPoint);
        for (Group group : groups) {
            run(group, input, padding, output, recorder);
        }
    }

    private void run(Group group, Lanes input, int[] padding, Lanes output, AccumulatorRecorder recorder) {
        int[][] table = group.table().elements();
        int[][] taps = new int[table[0].length][];
        int[][] sums = new int[group.bias().length][kernel.lanes()];
        for (int position = 0; position < positions; position++) {
            int[] elements = table[position];
            for (int tap = 0; tap < taps.length; tap++) {
                taps[tap] = elements[tap] == TapTable.PADDING ? padding : input.ints(elements[tap]);
            }
            kernel.multiply(taps, group.weights(), group.bias(), sums);
            for (int row = 0; row < sums.length; row++) {
                int channel = group.firstRow() + row;
                int element = channel * positions + position;
                requantizer.apply(channel, sums[row], output, element);
                if (recorder != null) {
                    recorder.record(element, sums[row]);
                }
            }
        }
    }
}
