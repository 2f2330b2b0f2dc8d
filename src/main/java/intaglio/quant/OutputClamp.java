package intaglio.quant;

import intaglio.ir.Activation;
import intaglio.num.Interval;

/** The clamp of a layer's requantization. With ReLU6 it ends at the integer that stands for 6.0. */
final class OutputClamp {

    /** All bytes. */
    static final Interval BYTE = new Interval(0, ActivationScale.LARGEST);

    private OutputClamp() {}

    /** Of outputs that are bytes: {@code 0 .. min(255, Z + round(6 / S))} with ReLU6, else 0..255. */
    static Interval ofBytes(Activation activation, ActivationScale output) {
        return activation == Activation.RELU6
                ? new Interval(0, BYTE.clamp((long) Math.rint(output.zeroPoint() + Activation.SIX / output.scale())))
                : BYTE;
    }

    /**
     * Of outputs that stay wide, their zero point 0: {@code 0 .. round(6 / scale)} with ReLU6, else null for none. The
     * lower end adds nothing to the ReLU.
     *
     * @param scale real value of one output unit
     * @throws ArithmeticException where 6.0 is beyond 31 bits
     */
    static Interval ofWide(Activation activation, double scale) {
        return activation == Activation.RELU6
                ? new Interval(0, Math.toIntExact(Math.round(Activation.SIX / scale)))
                : null;
    }
}
