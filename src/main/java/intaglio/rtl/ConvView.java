package intaglio.rtl;

import static intaglio.plan.Integers.bitsFor;

import intaglio.ir.IntegerParameters;
import intaglio.ir.Layer;
import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.plan.Buffer;
import intaglio.plan.ConvEngine;
import intaglio.range.LayerRanges;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code conv_engine.v.vm} says about one convolution, as finished numbers and words.
 *
 * @param module name of the emitted module
 * @param engine sizes and timing
 * @param parameters integer parameters of the layer
 * @param ranges proved intervals of the layer
 * @param x proved interval of the input
 * @param poolSum proved interval of the pool's window sum; null without a pool
 * @param claimsFrames whether the consumer gives room per frame
 */
public record ConvView(
        String module,
        ConvEngine engine,
        IntegerParameters parameters,
        LayerRanges ranges,
        Interval x,
        Interval poolSum,
        boolean claimsFrames) {

    private Layer.Conv2d conv() {
        return engine.stage().conv();
    }

    public String purpose() {
        String pool = engine.stage().pool().map(p -> ", then pool " + p.label()).orElse("");
        return "convolution " + conv().label() + ", kernel " + window().kernelHeight() + "x" + window().kernelWidth() + pool;
    }

    public String filterGroupsText() {
        return engine.filterGroups() + (engine.filterGroups() == 1 ? " filter group" : " filter groups");
    }

    public Window window() {
        return conv().window();
    }

    public List<String> formula() {
        List<String> lines = new ArrayList<>();
        String zero = "" + requantize().outputZeroPoint();
        lines.add("y           = " + (requantize().relu() == 1 ? "max(requantized, " + zero + ")" : "requantized"));
        engine.stage().pool().ifPresent(p -> lines.add(p.label() + "          = "
                + (p.kind() == PoolKind.MAX ? "largest" : "mean, half to even,") + " of " + p.window().area() + " y"));
        return lines;
    }

    // ---- requantization ---------------------------------------------------------------------------------------

    public RequantizeView requantize() {
        return new RequantizeView(engine.label(), parameters, conv().activation(), ranges,
                engine.folding().drainChannels());
    }

    public String roundingText() {
        return RequantizeView.roundingText(parameters.requantize().rounding(), requantize().clamped() == 1);
    }

    /** What padding reads as, as a literal of an activation's width. */
    public String paddingLiteral() {
        return xWidth() + "'d" + parameters.inputZeroPoint();
    }

    // ---- streams ----------------------------------------------------------------------------------------------

    public String inputBeat() {
        return Words.beat(engine.input(), xWidth());
    }

    public String outputBeat() {
        return Words.beat(engine.output(), activationWidth());
    }

    public String inputRange() {
        return VerilogText.pad(VerilogText.range(engine.input().beatElements() * xWidth()), portPad());
    }

    public String outputRange() {
        return VerilogText.pad(VerilogText.range(engine.output().beatElements() * activationWidth()), portPad());
    }

    private int portPad() {
        return Math.max(
                VerilogText.range(engine.input().beatElements() * xWidth()).length(),
                VerilogText.range(engine.output().beatElements() * activationWidth()).length());
    }

    public String clkPad() {
        return VerilogText.blanks(portPad());
    }

    public String claimUnit() {
        return claimsFrames ? "frame" : "row";
    }

    public int claimFrame() {
        return claimsFrames ? 1 : 0;
    }

    public int rowSteps() {
        return engine.stage().input().width() / engine.input().pixels();
    }

    public int firstColumnStep() {
        return engine.firstColumnBank() / engine.input().pixels();
    }

    private ArrayRanges array() {
        return ArrayRanges.of(parameters, ranges, x);
    }

    // ---- widths -----------------------------------------------------------------------------------------------

    public Interval xInterval() {
        return x;
    }

    public int xWidth() {
        return x.bits();
    }

    public int xSigned() {
        return x.isSigned() ? 1 : 0;
    }

    public Interval weightInterval() {
        return ranges.weight();
    }

    public int weightWidth() {
        return ranges.weight().signedBits();
    }

    public Interval productInterval() {
        return array().product();
    }

    public int productWidth() {
        return array().product().withZero().signedBits();
    }

    public Interval sumInterval() {
        return array().sum();
    }

    public int sumWidth() {
        return Math.max(array().sum().signedBits(), productWidth());
    }

    public Interval biasInterval() {
        return array().bias();
    }

    public int biasWidth() {
        return array().bias().signedBits();
    }

    public Interval accumulatorInterval() {
        return array().accumulator();
    }

    public int accumulatorWidth() {
        return Math.max(array().accumulator().signedBits(), biasWidth());
    }

    public Interval scaledInterval() {
        return ranges.scaled();
    }

    public int scaledWidth() {
        return Math.max(requantize().scaledWidth(), accumulatorWidth());
    }

    public Interval requantizedInterval() {
        return ranges.requantized();
    }

    public int requantizedWidth() {
        return requantize().requantizedWidth();
    }

    /** After the activation, before the pool. */
    public Interval activationInterval() {
        return ranges.output();
    }

    public int activationWidth() {
        return ranges.output().bits();
    }

    public int ySigned() {
        return ranges.output().isSigned() ? 1 : 0;
    }

    // ---- addresses --------------------------------------------------------------------------------------------

    public int groupCounterBits() {
        return bitsFor(engine.channelGroups());
    }

    private int ringCountBits() {
        return bitsFor(2 * engine.ringRows() + engine.skippedRows() + 2);
    }

    public int creditBits() {
        return Math.max(Buffer.inFrontOf(engine).counterBits(), ringCountBits());
    }

    /** Signed image rows, from the padding above to past the last window. */
    public int rowBits() {
        int span = engine.frameRows() + engine.blockRowReach() + engine.windowRows() + window().padTop()
                + window().padBottom() + engine.blockRowStep();
        return Math.max(1 + bitsFor(span + 1), creditBits());
    }

    public int columnBits() {
        int span = engine.stage().input().width() + window().padLeft() + window().padRight()
                + engine.windowColumns() + window().kernelWidth() + engine.folding().tapColumns();
        return 1 + bitsFor(span + 1);
    }

    public int rowStripBits() {
        return bitsFor(engine.ringRows() / engine.rowGrain());
    }

    public int columnStripBits() {
        int last = engine.firstColumnStrip()
                + (engine.blockColumns() - 1) * engine.blockColumnStep() / engine.columnGrain()
                + (engine.kernelStepsX() - 1) * engine.folding().tapColumns() / engine.columnGrain();
        return bitsFor(last + 1);
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

    public int filterBits() {
        return bitsFor(engine.filterGroups());
    }

    public int rowsPadded() {
        return window().padTop() + window().padBottom() > 0 ? 1 : 0;
    }

    public int columnsPadded() {
        return window().padLeft() + window().padRight() > 0 ? 1 : 0;
    }

    // ---- pool -------------------------------------------------------------------------------------------------

    public boolean pooled() {
        return engine.stage().pool().isPresent();
    }

    public int poolMaximum() {
        return engine.stage().pool().orElseThrow().kind() == PoolKind.MAX ? 1 : 0;
    }

    public int poolShift() {
        return poolMaximum() == 1 ? 0 : Integer.numberOfTrailingZeros(engine.pixels());
    }

    /** One bit more where the rounding may carry past the sum. */
    public int poolSumWidth() {
        long carry = engine.pixels();
        Interval rounded = new Interval(poolSum.low(), poolSum.high() + carry);
        return Math.max(rounded.bits(), activationWidth() + poolShift());
    }

    // ---- files ------------------------------------------------------------------------------------------------

    public List<Words.RomName> roms() {
        return Words.romNames(engine.label(), engine.taps());
    }

    public String biasFile() {
        return engine.label() + "_bias.mem";
    }
}
