package intaglio.ir;

/** Function applied to a layer's requantized output. */
public enum Activation {
    NONE,
    /** {@code max(y, z)}, z the output value that stands for 0.0: 0, or the output's zero point. */
    RELU
}
