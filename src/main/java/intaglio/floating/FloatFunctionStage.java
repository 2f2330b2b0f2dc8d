package intaglio.floating;

import java.util.List;

/** A function of every element by itself. */
record FloatFunctionStage(TabulatedFunction function, int outputElements) implements FloatStage {

    @Override
    public void run(List<float[][]> inputs, float[][] output) {
        float[][] input = inputs.get(0);
        for (int element = 0; element < outputElements; element++) {
            float[] values = input[element];
            float[] results = output[element];
            for (int lane = 0; lane < values.length; lane++) {
                results[lane] = function.at(values[lane]);
            }
        }
    }
}
