package intaglio.ir;

/** Function applied to a layer's output: one of {@link Plain}, or any {@link ActivationFunction}. */
public sealed interface Activation permits Activation.Plain, ActivationFunction {

    Activation NONE = Plain.NONE;
    Activation RELU = Plain.RELU;
    Activation RELU6 = Plain.RELU6;

    /** Largest output of {@link #RELU6}. */
    double SIX = 6;

    /** The activations that a requantization does by itself. */
    enum Plain implements Activation {
        NONE,
        /** {@code max(y, z)}, z the output value that stands for 0.0: 0, or the output's zero point. */
        RELU,
        /**
         * {@code min(max(y, 0), 6)}. Of trained networks only: in the integers it is {@link #RELU} with a
         * requantization whose clamp ends at the integer that stands for 6.0.
         */
        RELU6;

        @Override
        public Activation inIntegers() {
            return this == RELU6 ? RELU : this;
        }
    }

    /**
     * The activation of the integer network. ReLU6 becomes ReLU, because the clamp of its requantization ends at 6.0. A
     * function stays; its {@link LookupTable} says what it is.
     */
    Activation inIntegers();

    /** {@code min(max(x, low), high)}; the same as ReLU, ReLU6 or nothing where it is one of them. */
    static Activation clip(double low, double high) {
        if (low == 0 && high == SIX) {
            return RELU6;
        }
        if (high == Double.POSITIVE_INFINITY && (low == 0 || low == Double.NEGATIVE_INFINITY)) {
            return low == 0 ? RELU : NONE;
        }
        return ActivationFunction.of(FunctionKind.CLIP, low, high);
    }
}
