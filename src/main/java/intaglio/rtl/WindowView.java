package intaglio.rtl;

import static intaglio.plan.Integers.bitsFor;

import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.plan.WindowEngine;
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
public record WindowView(String module, String name, WindowEngine engine, Interval x, Interval y, int[] padding) {

    public Window window() {
        return engine.stage().window();
    }

    public int xWidth() {
        return x.bits();
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

    /** Whether words of one pixel differ in what padding reads as. */
    public boolean paddingOfWords() {
        return (rowsPadded() | columnsPadded()) == 1
                && IntStream.range(1, engine.pixelWords())
                        .anyMatch(word -> !padding(word).equals(padding(0)));
    }

    /** What padding reads as, one literal for each channel of all words, the first lowest. */
    public String paddingTable() {
        return IntStream.iterate(engine.pixelWords() - 1, word -> word >= 0, word -> word - 1)
                .mapToObj(this::padding)
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** The same for the first word. */
    public String paddingWord() {
        return padding.length == 1 ? "{CHANNELS{" + paddingLiteral(0) + "}}" : "{" + padding(0) + "}";
    }

    /** Channels behind the last one are not looked at. */
    private String padding(int word) {
        int channels = engine.folding().channels();
        return IntStream.iterate(channels - 1, channel -> channel >= 0, channel -> channel - 1)
                .mapToObj(channel -> paddingLiteral(word * channels + channel))
                .collect(Collectors.joining(", "));
    }

    private String paddingLiteral(int channel) {
        return xWidth() + "'d" + padding[Math.min(channel, padding.length - 1)];
    }

    // ---- streams ----------------------------------------------------------------------------------------------

    public String inputBeat() {
        return Words.beat(engine.input(), xWidth());
    }

    public String outputBeat() {
        return Words.beat(engine.output(), yWidth());
    }

    private String inputBits() {
        return VerilogText.range(engine.input().beatElements() * xWidth());
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

    public int rowSteps() {
        return engine.stage().input().width() / engine.input().pixels();
    }

    public int firstColumnStep() {
        return engine.firstColumnBank() / engine.input().pixels();
    }

    // ---- addresses --------------------------------------------------------------------------------------------

    public int channelGroupBits() {
        return bitsFor(engine.pixelWords());
    }

    private int ringCountBits() {
        return bitsFor(2 * engine.ringRows() + engine.skippedRows() + 2);
    }

    public int creditBits() {
        return Math.max(engine.buffer(0).counterBits(), ringCountBits());
    }

    /** Signed image rows, from the padding above to past the last window. */
    public int rowBits() {
        int span = engine.frameRows()
                + engine.blockRowReach()
                + engine.windowRows()
                + window().padTop()
                + window().padBottom()
                + engine.blockRowStep();
        return Math.max(1 + bitsFor(span + 1), creditBits());
    }

    public int columnBits() {
        int span = engine.stage().input().width()
                + window().padLeft()
                + window().padRight()
                + engine.windowColumns()
                + window().kernelWidth()
                + engine.folding().tapColumns();
        return 1 + bitsFor(span + 1);
    }

    public int rowSelectBits() {
        return bitsFor(engine.rowStrips());
    }

    public int columnSelectBits() {
        return bitsFor(engine.columnStrips());
    }

    public int romAddressBits() {
        return bitsFor(engine.romDepth());
    }

    public int groupBits() {
        return bitsFor(engine.filterGroups());
    }

    public int rowsPadded() {
        return window().padTop() + window().padBottom() > 0 ? 1 : 0;
    }

    public int columnsPadded() {
        return window().padLeft() + window().padRight() > 0 ? 1 : 0;
    }
}
