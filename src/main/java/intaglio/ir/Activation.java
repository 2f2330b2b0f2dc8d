package intaglio.ir;

/** Function applied to a layer's output. */
public enum Activation {
    NONE,
    /** {@code max(y, z)}, z the output value that stands for 0.0: 0, or the output's zero point. */
    RELU,
    /**
     * {@code min(max(y, 0), 6)}. Of trained networks only: in the integers it is {@link #RELU} with a requantization
     * whose clamp ends at the integer that stands for 6.0.
     */
    RELU6;

    /** Largest output of {@link #RELU6}. */
    public static final double SIX = 6;

    /** The activation of the integer network: ReLU6 becomes ReLU, because the clamp of its requantization ends at 6.0. */
    public Activation inIntegers() {
        return this == RELU6 ? RELU : this;
    }
}
