package intaglio.ir;

/** How a pooling window becomes one value. Means are rounded half to even in integers. */
public enum PoolKind {
    /** Mean of the window; padding counts as 0.0. */
    AVERAGE,
    /** Largest value of the window; padding never wins. */
    MAX,
    /** Mean of the values that lie inside the input. */
    AVERAGE_INSIDE
}
