package intaglio.rtl;

import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.plan.WindowEngine;
import java.math.BigInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the templates say about the half that all window engines share: ports, ring, sequencer, operands.
 *
 * @param module name of the emitted module
 * @param name what its instance is called after
 * @param engine sizes and timing
 * @param x proved interval of the input
 * @param y proved interval of the output
 * @param padding what padding reads as: one number, or one for each input channel
 */
public record WindowView(String module, String name, WindowEngine engine, Interval x, Interval y, long[] padding) {

    public Window window() {
        return engine.stage().window();
    }

    /** Bits of an input as it comes. */
    public int sWidth() {
        return x.bits();
    }

    /** Bits of an input, or of what padding reads as. */
    public int xWidth() {
        Interval seen = x;
        for (long value : padded() ? padding : new long[0]) {
            seen = seen.union(Interval.of(value));
        }
        return seen.bits();
    }

    public int xSigned() {
        return x.isSigned() ? 1 : 0;
    }

    public int yWidth() {
        return y.bits();
    }

    public String filterGroupsText() {
        return engine.filterGroups() + (engine.filterGroups() == 1 ? " filter group" : " filter groups");
    }

    // ---- padding ----------------------------------------------------------------------------------------------

    public boolean padded() {
        return window().isPadded();
    }

    public boolean perWord() {
        return paddingWords() > 1;
    }

    /** Words of a pixel that differ in what padding reads as; 1 where they are alike. */
    public int paddingWords() {
        boolean alike = IntStream.range(1, engine.pixelWords())
                .allMatch(word -> padding(word).equals(padding(0)));
        return alike ? 1 : engine.pixelWords();
    }

    /** What padding reads as, one literal for each channel of those words, the first lowest. */
    public String paddingTable() {
        if (padding.length == 1) {
            return "{" + engine.folding().channels() + "{" + paddingLiteral(0) + "}}";
        }
        int words = paddingWords();
        return IntStream.iterate(words - 1, word -> word >= 0, word -> word - 1)
                .mapToObj(this::padding)
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Channels behind the last one are not looked at. */
    private String padding(int word) {
        int channels = engine.folding().channels();
        return IntStream.iterate(channels - 1, channel -> channel >= 0, channel -> channel - 1)
                .mapToObj(channel -> paddingLiteral(word * channels + channel))
                .collect(Collectors.joining(", "));
    }

    private String paddingLiteral(int channel) {
        BigInteger value = BigInteger.valueOf(padding[Math.min(channel, padding.length - 1)]);
        BigInteger mask = BigInteger.ONE.shiftLeft(xWidth()).subtract(BigInteger.ONE);
        return xWidth() + "'d" + value.and(mask);
    }

    // ---- streams ----------------------------------------------------------------------------------------------

    public String inputBeat() {
        return Words.beat(engine.input(), sWidth());
    }

    public String outputBeat() {
        return Words.beat(engine.output(), yWidth());
    }

    private String inputBits() {
        return VerilogText.range(engine.input().beatElements() * sWidth());
    }

    private String outputBits() {
        return VerilogText.range(engine.output().beatElements() * yWidth());
    }

    private int portPad() {
        return Math.max(inputBits().length(), outputBits().length());
    }

    public String inputRange() {
        return VerilogText.pad(inputBits(), portPad());
    }

    public String outputRange() {
        return VerilogText.pad(outputBits(), portPad());
    }

    public String clkPad() {
        return VerilogText.blanks(portPad());
    }
}
