package intaglio.floating;

import intaglio.golden.TapTable;
import intaglio.ir.FloatParameters;
import intaglio.ir.Shape;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Convolution or dense layer. Padding reads 0. */
final class FloatMatrixStage implements FloatStage {

    private final FloatKernel kernel;
    private final List<Group> groups = new ArrayList<>();
    private final int positions;
    private final int outputs;
    private final FloatActivation activation;

    /** Output channels that see the same inputs: the rows {@code firstRow..firstRow + bias.length - 1}. */
    private record Group(TapTable table, float[] weights, float[] bias, int firstRow) {}

    FloatMatrixStage(Weighted layer, FloatParameters parameters, Shape input, FloatKernel kernel) {
        this.kernel = kernel;
        outputs = layer.outChannels();
        List<TapTable> tables = TapTable.of(layer, input);
        int rows = outputs / tables.size();
        for (TapTable table : tables) {
            groups.add(group(parameters, table, rows * groups.size(), rows));
        }
        positions = tables.get(0).elements().length;
        activation = new FloatActivation(layer.activation());
    }

    private static Group group(FloatParameters parameters, TapTable table, int firstRow, int rows) {
        int perRow = table.elements()[0].length;
        float[] weights = Arrays.copyOfRange(parameters.weights(), firstRow * perRow, (firstRow + rows) * perRow);
        return new Group(table, weights, Arrays.copyOfRange(parameters.bias(), firstRow, firstRow + rows), firstRow);
    }

    @Override
    public int outputElements() {
        return outputs * positions;
    }

    @Override
    public void run(List<float[][]> inputs, float[][] output) {
        groups.forEach(group -> run(group, inputs.get(0), output));
    }

    private void run(Group group, float[][] input, float[][] output) {
        float[] padding = new float[FloatKernel.LANES];
        int[][] table = group.table().elements();
        float[][] taps = new float[table[0].length][];
        float[][] sums = new float[group.bias().length][];
        for (int position = 0; position < positions; position++) {
            for (int tap = 0; tap < taps.length; tap++) {
                int element = table[position][tap];
                taps[tap] = element == TapTable.PADDING ? padding : input[element];
            }
            for (int row = 0; row < sums.length; row++) {
                sums[row] = output[(group.firstRow() + row) * positions + position];
            }
            kernel.multiply(taps, group.weights(), group.bias(), sums);
            for (float[] sum : sums) {
                activation.apply(sum);
            }
        }
    }
}
