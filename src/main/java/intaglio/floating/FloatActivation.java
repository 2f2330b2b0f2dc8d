package intaglio.floating;

import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;

/** An activation of floats. */
final class FloatActivation {

    private final Activation activation;
    private final float smallest;
    private final float largest;

    FloatActivation(Activation activation) {
        this.activation = activation;
        smallest = activation == Activation.NONE ? Float.NEGATIVE_INFINITY : 0;
        largest = activation == Activation.RELU6 ? (float) Activation.SIX : Float.POSITIVE_INFINITY;
    }

    /** In place. */
    void apply(float[] values) {
        if (activation instanceof ActivationFunction function) {
            apply(function, values);
            return;
        }
        for (int lane = 0; lane < values.length; lane++) {
            values[lane] = Math.min(Math.max(values[lane], smallest), largest);
        }
    }

    /** In float64, then rounded to float32 once. */
    private static void apply(ActivationFunction function, float[] values) {
        for (int lane = 0; lane < values.length; lane++) {
            values[lane] = (float) function.apply(values[lane]);
        }
    }
}
