package intaglio.num;

/** The error function, which the Java library lacks. */
public final class ErrorFunction {

    /** From here on it is 1 in float64. */
    private static final double LARGEST = 6;

    private ErrorFunction() {}

    /**
     * {@code 2 / sqrt(pi)} times the integral of {@code e^(-t^2)} from 0 to x, to about 1e-15, the same bits on every
     * machine: {@code 2 / sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...)} (Abramowitz and Stegun, 7.1.6), whose
     * terms have one sign, so that nothing cancels.
     */
    public static double erf(double x) {
        if (Math.abs(x) >= LARGEST) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; sum + term != sum; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / StrictMath.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
    }
}
