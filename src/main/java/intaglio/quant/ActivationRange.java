package intaglio.quant;

/**
 * Real values that a layer's outputs are meant to take, as calibration found them; what lies outside is clamped.
 *
 * @param low smallest, finite
 * @param high largest, finite, not below {@code low}
 */
public record ActivationRange(double low, double high) {

    public ActivationRange {
        if (!(low <= high) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException("range " + low + ".." + high);
        }
    }

    /** The smallest range that holds this one and 0, because 0.0 must be an integer exactly: padding and ReLU. */
    public ActivationRange withZero() {
        return new ActivationRange(Math.min(low, 0), Math.max(high, 0));
    }

    /** The part of it that lies in {@code bounds}; the nearer end of them where there is none. */
    public ActivationRange within(ActivationRange bounds) {
        return new ActivationRange(bounds.clamp(low), bounds.clamp(high));
    }

    private double clamp(double value) {
        return Math.max(low, Math.min(high, value));
    }
}
