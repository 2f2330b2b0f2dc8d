package intaglio.ir;

/**
 * Integer parameters of one weighted layer.
 *
 * @param weights uint8 values {@code q} in 0..255, OIHW or OI, row-major; the effective weight is {@code q - zeroPoint}
 * @param zeroPoint the {@code q} that stands for 0.0
 * @param bias one per output channel, in accumulator units
 * @param requantize from accumulator to output units
 * @param weightScale S, the real value of one weight step: for reports and exports, never for arithmetic
 */
public record IntegerParameters(int[] weights, int zeroPoint, long[] bias, Requantize requantize, double weightScale) {

    /** The effective weight {@code q - zeroPoint} at a flat index. */
    public int weight(int index) {
        return weights[index] - zeroPoint;
    }
}
