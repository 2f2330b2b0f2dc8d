package intaglio.floating;

import intaglio.golden.TapTable;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.Layer;
import intaglio.ir.Shape;

/** Convolution or dense layer. Padding reads 0. */
final class FloatMatrixStage implements FloatStage {

    private final FloatKernel kernel;
    private final TapTable table;
    private final FloatParameters parameters;
    private final boolean relu;

    FloatMatrixStage(Layer.Weighted layer, FloatParameters parameters, Shape input, FloatKernel kernel) {
        this.kernel = kernel;
        this.parameters = parameters;
        table = TapTable.of(layer, input);
        relu = layer.activation() == Activation.RELU;
    }

    @Override
    public int outputElements() {
        return parameters.bias().length * table.elements().length;
    }

    @Override
    public void run(float[][] input, float[][] output) {
        int positions = table.elements().length;
        float[] padding = new float[FloatKernel.LANES];
        float[][] taps = new float[table.elements()[0].length][];
        float[][] sums = new float[parameters.bias().length][];
        for (int position = 0; position < positions; position++) {
            int[] elements = table.elements()[position];
            for (int tap = 0; tap < taps.length; tap++) {
                taps[tap] = elements[tap] == TapTable.PADDING ? padding : input[elements[tap]];
            }
            for (int row = 0; row < sums.length; row++) {
                sums[row] = output[row * positions + position];
            }
            kernel.multiply(taps, parameters.weights(), parameters.bias(), sums);
            if (relu) {
                for (float[] sum : sums) {
                    relu(sum);
                }
            }
        }
    }

    private static void relu(float[] values) {
        for (int lane = 0; lane < values.length; lane++) {
            values[lane] = Math.max(values[lane], 0);
        }
    }
}
