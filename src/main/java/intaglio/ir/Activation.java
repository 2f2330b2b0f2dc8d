package intaglio.ir;

/** Function applied to a layer's requantized output. */
public enum Activation {
    NONE,
    /** {@code max(y, 0)}. */
    RELU
}
