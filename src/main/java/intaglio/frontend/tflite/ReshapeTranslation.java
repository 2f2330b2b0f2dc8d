package intaglio.frontend.tflite;

import java.util.Arrays;

/** RESHAPE, SQUEEZE, EXPAND_DIMS: other sizes, which are those of the output. */
final class ReshapeTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        int[] sizes = step.output().shape();
        boolean known = sizes.length > 0 && Arrays.stream(sizes).skip(1).allMatch(size -> size > 0);
        if (!step.isData(0) || !known) {
            step.problem(
                    "gives " + Words.shape(sizes) + ", needed are numbers for all sizes but the batch",
                    "convert the model with fixed sizes");
            return;
        }
        step.give(step.reshaped(step.data(0), Arrays.copyOfRange(sizes, 1, sizes.length)));
    }
}
