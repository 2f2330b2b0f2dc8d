package intaglio.frontend.layer;

/** 16-bit floats, exact as 32-bit ones. */
public final class HalfFloat {

    private HalfFloat() {}

    /** IEEE 754 binary16; the JDK has this only from 20 on. */
    public static float toFloat(short half) {
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return half < 0 ? -magnitude : magnitude;
    }
}
