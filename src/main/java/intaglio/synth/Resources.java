package intaglio.synth;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a design takes, or what a device has.
 *
 * @param lut LUTs, those of carries, distributed RAM and shift registers included
 * @param flipFlops registers outside of blocks
 * @param dsp multiplier blocks
 * @param blockRam block RAMs; half a block of Xilinx 7 counts as a half
 */
public record Resources(double lut, double flipFlops, double dsp, double blockRam) {

    /** One of the four. */
    public enum Kind {
        LUT("LUT", Resources::lut),
        FLIP_FLOP("FF", Resources::flipFlops),
        DSP("DSP", Resources::dsp),
        BLOCK_RAM("BRAM", Resources::blockRam);

        private final String word;
        private final ToDoubleFunction<Resources> number;

        Kind(String word, ToDoubleFunction<Resources> number) {
            this.word = word;
            this.number = number;
        }

        /** Its name in tables. */
        public String word() {
            return word;
        }

        public double of(Resources resources) {
            return number.applyAsDouble(resources);
        }
    }

    /** A number of them: whole, or with a half. */
    static String text(double count) {
        return count == Math.rint(count)
                ? String.format(Locale.ROOT, "%,d", (long) count)
                : String.format(Locale.ROOT, "%,.1f", count);
    }
}
