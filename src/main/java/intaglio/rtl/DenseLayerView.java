package intaglio.rtl;

import intaglio.ir.IntegerParameters;
import intaglio.num.Interval;
import intaglio.plan.Stage;
import intaglio.range.LayerRanges;

/**
 * One dense layer of a shared array, as {@code dense_engine.v.vm} sees it.
 *
 * @param name what its wires and its requantizer are called after
 * @param stage the layer
 * @param index its place on the array
 * @param layerBits bits of a layer number
 * @param parameters integer parameters
 * @param ranges proved intervals
 * @param x proved interval of its input
 */
public record DenseLayerView(
        String name,
        Stage.Dense stage,
        int index,
        int layerBits,
        IntegerParameters parameters,
        LayerRanges ranges,
        Interval x) {

    public String label() {
        return stage.label();
    }

    public String shape() {
        return stage.input().elements() + " -> " + stage.layer().outChannels();
    }

    public RequantizeView requantize() {
        return RequantizeView.of(name, stage.layer(), parameters, ranges, 1);
    }

    /** Intervals inside the array. */
    ArrayRanges array() {
        return ArrayRanges.of(stage.layer(), stage.input(), parameters, ranges, x);
    }

    /** What the accumulators of each output start from. */
    long[] biases() {
        return ArrayRanges.biases(stage.layer(), stage.input(), parameters);
    }

    /** From accumulator to output, in one line. */
    public String formula() {
        String text = requantize().requantizedFormula();
        if (requantize().lookup()) {
            return "table[" + text + "], " + requantize().function();
        }
        return requantize().relu() == 1 ? "max(" + text + ", " + requantize().outputZeroPoint() + ")" : text;
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

    public boolean isSigned() {
        return ranges.output().isSigned();
    }

    public String range() {
        return VerilogText.range(requantize().outputWidth());
    }

    public String pad() {
        return VerilogText.blanks(range().length());
    }
}
