package intaglio.quant;

/**
 * The source article's quantization of one weight tensor to uint8, in float32 throughout, because another width gives
 * other integers: {@code S = (max - min) / 255}, {@code Z = (int) (0 - min / S)} truncated and clamped to 0..255,
 * {@code q = round half to even (clamp(Z + w / S, 0, 255))}.
 *
 * <p>A constant tensor has no range; its S is {@code |w| / 255} (1 for all zeros), so that the value stays exact to one
 * step.
 *
 * @param weights q, in the order of the tensor
 * @param scale S
 * @param zeroPoint Z
 * @param clipped weights that the clamp moved by more than one step (truncating Z alone moves them by less)
 */
record WeightQuantization(int[] weights, float scale, int zeroPoint, int clipped) {

    private static final float LEVELS = 255f;

    /**
     * Quantizes one tensor. S is infinite where the range of the weights leaves float32; the weights are then of no
     * use.
     *
     * @param weights finite, at least one
     */
    static WeightQuantization of(float[] weights) {
        float min = weights[0];
        float max = weights[0];
        for (float weight : weights) {
            min = Math.min(min, weight);
            max = Math.max(max, weight);
        }
        float scale = (max - min) / LEVELS;
        if (scale == 0) {
            scale = constantScale(max);
        }
        int zeroPoint = (int) clamp(0f - min / scale);
        int[] quantized = new int[weights.length];
        int clipped = 0;
        for (int i = 0; i < weights.length; i++) {
            float exact = zeroPoint + weights[i] / scale;
            quantized[i] = (int) Math.rint(clamp(exact));
            if (Math.abs(exact - quantized[i]) > 1f) {
                clipped++;
            }
        }
        return new WeightQuantization(quantized, scale, zeroPoint, clipped);
    }

    private static float constantScale(float value) {
        float scale = Math.abs(value) / LEVELS;
        return scale == 0 ? 1f : scale;
    }

    private static float clamp(float value) {
        return Math.max(0f, Math.min(LEVELS, value));
    }
}
