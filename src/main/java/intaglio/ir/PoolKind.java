package intaglio.ir;

/** How a pooling window becomes one value. */
public enum PoolKind {
    /** Mean of the window; in integers rounded half to even. */
    AVERAGE,
    /** Largest value of the window. */
    MAX
}
