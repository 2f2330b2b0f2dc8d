package intaglio.golden;

import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.op.Weighted;
import intaglio.range.LayerRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Convolution or dense layer whose products and accumulators are proved to fit 32 bits. The zero point of the inputs is
 * taken off once, in the bias; a padding tap then reads that zero point. On the way a sum may wrap, which does no harm.
 */
final class NarrowMatrixStage extends SingleInputStage {

    private final LaneKernel kernel;
    private final List<Group> groups = new ArrayList<>();
    private final Requantizer requantizer;
    private final boolean wideOutput;
    private final int positions;
    private final int outputs;

    /**
     * Output channels that see the same inputs: the rows {@code firstRow..firstRow + bias.length - 1}.
     *
     * @param padding what each tap reads outside the input, tap x lane
     */
    private record Group(TapTable table, int[] weights, int[] bias, int[][] padding, int firstRow) {}

    NarrowMatrixStage(
            Weighted layer, IntegerParameters parameters, Shape input, LayerRanges ranges, LaneKernel kernel) {
        this.kernel = kernel;
        outputs = parameters.bias().length;
        List<TapTable> tables = TapTable.of(layer, input);
        for (TapTable table : tables) {
            int rows = outputs / tables.size();
            int firstRow = groups.size() * rows;
            int[] zeroPoints = zeroPoints(layer, parameters, input, firstRow);
            groups.add(group(parameters, table, zeroPoints, firstRow, rows));
        }
        positions = tables.get(0).elements().length;
        requantizer = new Requantizer(layer.activation(), parameters.requantize(), parameters.table(), ranges);
        wideOutput = !Lanes.fitsInt(ranges.output());
    }

    /** The zero point of what each tap of a row reads. */
    private static int[] zeroPoints(Weighted layer, IntegerParameters parameters, Shape input, int row) {
        int[] zeroPoints = new int[parameters.weightsPerChannel()];
        for (int tap = 0; tap < zeroPoints.length; tap++) {
            zeroPoints[tap] = parameters.inputZeroPoint(layer.inputChannel(row, tap, input));
        }
        return zeroPoints;
    }

    private Group group(IntegerParameters parameters, TapTable table, int[] zeroPoints, int firstRow, int rows) {
        int taps = zeroPoints.length;
        int[] weights = new int[rows * taps];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = parameters.weight(firstRow * taps + i);
        }
        int[] bias = new int[rows];
        for (int row = 0; row < rows; row++) {
            bias[row] = (int) parameters.bias()[firstRow + row];
            for (int tap = 0; tap < taps; tap++) {
                bias[row] -= zeroPoints[tap] * weights[row * taps + tap];
            }
        }
        int[][] padding = new int[taps][kernel.lanes()];
        for (int tap = 0; tap < taps; tap++) {
            Arrays.fill(padding[tap], zeroPoints[tap]);
        }
        return new Group(table, weights, bias, padding, firstRow);
    }

    @Override
    public Lanes newOutput(int lanes) {
        int elements = outputs * positions;
        return wideOutput ? Lanes.wide(elements, lanes) : Lanes.narrow(elements, lanes);
    }

    @Override
    void run(Lanes input, Lanes output, AccumulatorRecorder recorder) {
        for (Group group : groups) {
            run(group, input, output, recorder);
        }
    }

    private void run(Group group, Lanes input, Lanes output, AccumulatorRecorder recorder) {
        int[][] table = group.table().elements();
        int[][] taps = new int[table[0].length][];
        int[][] sums = new int[group.bias().length][kernel.lanes()];
        for (int position = 0; position < positions; position++) {
            int[] elements = table[position];
            for (int tap = 0; tap < taps.length; tap++) {
                taps[tap] = elements[tap] == TapTable.PADDING ? group.padding()[tap] : input.ints(elements[tap]);
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
