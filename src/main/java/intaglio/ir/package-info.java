/**
 * Shapes, windows, activations and parameters: the values that every other package talks about. Shapes are CHW,
 * weights OIHW or OI, row-major.
 *
 * <p>Records here hold facts, not procedures: a computation over layers belongs into the package that needs it. This package
 * imports {@code num} and {@code diag} only.
 */
package intaglio.ir;
