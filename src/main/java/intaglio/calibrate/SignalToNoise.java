package intaglio.calibrate;

/** Signal-to-quantization-noise ratio: {@code 10 log10(sum of f^2 / sum of (f - q * scale)^2)} in dB. */
public final class SignalToNoise {

    private SignalToNoise() {}

    /**
     * Over all rows; infinite where nothing differs.
     *
     * @param exact real values
     * @param integers what stands for them, row by row
     * @param scale real value of one unit
     */
    public static double decibels(float[][] exact, long[][] integers, double scale) {
        double signal = 0;
        double noise = 0;
        for (int row = 0; row < exact.length; row++) {
            for (int i = 0; i < exact[row].length; i++) {
                double error = exact[row][i] - integers[row][i] * scale;
                signal += (double) exact[row][i] * exact[row][i];
                noise += error * error;
            }
        }
        return 10 * Math.log10(signal / noise);
    }
}
