package intaglio.floating;

/** A function of every element by itself. */
record FloatFunctionStage(TabulatedFunction function, int outputElements) implements FloatStage {

    @Override
    public void run(float[][] input, float[][] output) {
        for (int element = 0; element < outputElements; element++) {
            float[] values = input[element];
            float[] results = output[element];
            for (int lane = 0; lane < values.length; lane++) {
                results[lane] = function.at(values[lane]);
            }
        }
    }
}
