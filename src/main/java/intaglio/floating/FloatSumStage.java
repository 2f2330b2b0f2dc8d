package intaglio.floating;

import intaglio.ir.Activation;
import java.util.List;

/** Sum of tensors in order, then an activation. */
final class FloatSumStage implements FloatStage {

    private final FloatActivation activation;
    private final int elements;

    FloatSumStage(Activation activation, int elements) {
        this.activation = new FloatActivation(activation);
        this.elements = elements;
    }

    @Override
    public int outputElements() {
        return elements;
    }

    @Override
    public void run(List<float[][]> inputs, float[][] output) {
        for (int element = 0; element < elements; element++) {
            float[] sum = output[element];
            System.arraycopy(inputs.get(0)[element], 0, sum, 0, sum.length);
            for (float[][] input : inputs.subList(1, inputs.size())) {
                add(sum, input[element]);
            }
            activation.apply(sum);
        }
    }

    private static void add(float[] sum, float[] values) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] += values[lane];
        }
    }
}
