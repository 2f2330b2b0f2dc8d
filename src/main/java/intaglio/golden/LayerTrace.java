package intaglio.golden;

import intaglio.ir.Shape;

/**
 * Every value one layer makes of one frame, row-major CHW of {@code shape}.
 *
 * @param label the layer
 * @param shape output shape of the layer
 * @param accumulator weighted sums with bias; null for a pool
 * @param requantized before the activation; null for a pool
 * @param output what the next layer reads
 */
public record LayerTrace(String label, Shape shape, long[] accumulator, long[] requantized, long[] output) {}
