package intaglio.plan;

/**
 * How parallel a dense engine is: {@code pe} outputs by {@code simd} inputs in a cycle.
 *
 * @param pe outputs in parallel
 * @param simd inputs in parallel
 */
public record DenseFolding(int pe, int simd) {}
