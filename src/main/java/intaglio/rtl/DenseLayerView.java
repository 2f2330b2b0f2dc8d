package intaglio.rtl;

import intaglio.ir.Activation;
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
 */
public record DenseLayerView(
        Stage.Dense stage, int index, int layerBits, IntegerParameters parameters, LayerRanges ranges) {

    public String label() {
        return stage.label();
    }

    public String shape() {
        return stage.input().elements() + " -> " + stage.layer().outChannels();
    }

    public int zeroPoint() {
        return parameters.zeroPoint();
    }

    public int shift() {
        return parameters.requantize().shift();
    }

    public int relu() {
        return stage.layer().activation() == Activation.RELU ? 1 : 0;
    }

    public String formula() {
        String scaled = "(accumulator * " + parameters.requantize().multiplier() + ") >>> " + shift();
        return relu() == 1 ? "max(" + scaled + ", 0)" : scaled;
    }

    public String plusDigits() {
        return VerilogText.hex32(SignedDigits.of(parameters.requantize().multiplier()).plus());
    }

    public String minusDigits() {
        return VerilogText.hex32(SignedDigits.of(parameters.requantize().multiplier()).minus());
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
        return ranges.accumulator().signedBits();
    }

    public int scaledWidth() {
        return Math.max(ranges.scaled().signedBits(), accumulatorWidth());
    }

    public int requantizedWidth() {
        return ranges.requantized().signedBits();
    }

    public int outputWidth() {
        return ranges.output().bits();
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
