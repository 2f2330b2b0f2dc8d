package intaglio.frontend.tflite;

/**
 * What integers stand for: {@code scale * (q - zeroPoint)}.
 *
 * @param scales one, or one for each index along the axis
 * @param zeroPoints likewise
 * @param axis that several scales belong to
 */
record Quantization(float[] scales, long[] zeroPoints, int axis) {

    boolean isPerTensor() {
        return scales.length == 1;
    }

    float scale(int channel) {
        return scales[isPerTensor() ? 0 : channel];
    }

    long zeroPoint(int channel) {
        return zeroPoints[zeroPoints.length == 1 ? 0 : channel];
    }
}
