package intaglio.rtl;

import intaglio.ir.IntegerParameters;
import intaglio.num.Interval;
import intaglio.plan.Stage;
import intaglio.range.LayerRanges;

/**
 * One dense layer of a shared array, as {@code dense_engine.v.vm} sees it.
 *
 * @param stage the layer
 * @param index its place on the array
 * @param layerBits bits of a layer number
 * @param parameters integer parameters
 * @param ranges proved intervals
 * @param x proved interval of its input
 */
public record DenseLayerView(
        Stage.Dense stage, int index, int layerBits, IntegerParameters parameters, LayerRanges ranges,
        Interval x) {

    public String label() {
        return stage.label();
    }

    public String shape() {
        return stage.input().elements() + " -> " + stage.layer().outChannels();
    }

    RequantizeView requantize() {
        return new RequantizeView(label(), parameters, stage.layer().activation(), ranges, 1);
    }

    /** Intervals inside the array. */
    ArrayRanges array() {
        return ArrayRanges.of(parameters, ranges, x);
    }

    /** From accumulator to output, in one line. */
    public String formula() {
        String text = requantize().requantizedFormula();
        return relu() == 1 ? "max(" + text + ", " + outputZeroPoint() + ")" : text;
    }

    /** The layer's number as a literal of the layer counter's width. */
    public String number() {
        return layerBits + "'d" + index;
    }

    public Interval accumulatorInterval() {
        return ranges.accumulator();
    }

    public Interval scaledInterval() {
        return ranges.scaled();
    }

    public Interval outputInterval() {
        return ranges.output();
    }

    public int accumulatorWidth() {
        // Final values are in both; partial sums differ where the inputs have a zero point.
        return Math.min(requantize().accumulatorWidth(), array().accumulator().signedBits());
    }

    public int scaledWidth() {
        return requantize().scaledWidth();
    }

    public String multiplierRange() {
        return VerilogText.range(multiplierWidth());
    }

    public int shift() {
        return requantize().shift();
    }

    public String round() {
        return requantize().round();
    }

    public int outputZeroPoint() {
        return requantize().outputZeroPoint();
    }

    public int clamped() {
        return requantize().clamped();
    }

    public long clampLow() {
        return requantize().clampLow();
    }

    public long clampHigh() {
        return requantize().clampHigh();
    }

    public String plusDigits() {
        return requantize().plusDigits();
    }

    public String minusDigits() {
        return requantize().minusDigits();
    }

    public boolean perChannel() {
        return requantize().perChannel();
    }

    public int perChannelFlag() {
        return requantize().perChannelFlag();
    }

    public int multiplierWidth() {
        return requantize().multiplierWidth();
    }

    public int multiplierDepth() {
        return requantize().multiplierDepth();
    }

    public int multiplierAddressBits() {
        return requantize().multiplierAddressBits();
    }

    public String multiplierFile() {
        return requantize().multiplierFile();
    }

    public int relu() {
        return requantize().relu();
    }

    public String accumulatorFormula() {
        return requantize().accumulatorFormula();
    }

    public int requantizedWidth() {
        return requantize().requantizedWidth();
    }

    public int outputWidth() {
        return requantize().outputWidth();
    }

    public boolean isSigned() {
        return ranges.output().isSigned();
    }

    public String range() {
        return VerilogText.range(outputWidth());
    }

    public String pad() {
        return VerilogText.blanks(range().length());
    }
}
