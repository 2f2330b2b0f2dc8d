package intaglio.quant;

import java.util.Locale;

/** Where the integers of a weight tensor, or of one of its channels, lie around the one that stands for 0.0. */
public enum WeightScheme {
    /** All of {@code 0..2^bits - 1} over the range of the weights, widened to hold 0; Z where 0.0 comes to lie. */
    ASYMMETRIC {
        @Override
        double step(double low, double high, int bits) {
            return (high - low) / ((1 << bits) - 1);
        }

        @Override
        int zeroPoint(double low, double scale, int bits) {
            return (int) Math.min((1 << bits) - 1, Math.rint(-low / scale));
        }

        @Override
        int smallest(int bits) {
            return 0;
        }
    },
    /**
     * {@code 1..2^bits - 1} around {@code Z = 2^(bits-1)}: the narrow range -127..127 of int8 that TFLite's
     * specification asks for, moved into unsigned integers. {@code S = 2 * max|w| / (2^bits - 2)}.
     */
    SYMMETRIC {
        @Override
        double step(double low, double high, int bits) {
            return 2 * Math.max(-low, high) / ((1 << bits) - 2);
        }

        @Override
        int zeroPoint(double low, double scale, int bits) {
            return 1 << (bits - 1);
        }

        @Override
        int smallest(int bits) {
            return 1;
        }
    };

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** S for weights in {@code low..high}, a range that holds 0. */
    abstract double step(double low, double high, int bits);

    /** Z for weights from {@code low} on, with that S or a larger one. */
    abstract int zeroPoint(double low, double scale, int bits);

    /** Smallest integer. */
    abstract int smallest(int bits);
}
