package intaglio.rtl;

import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.op.Conv2d;
import intaglio.plan.Stage;
import intaglio.plan.WindowEngine;
import intaglio.range.LayerRanges;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code conv_engine.v.vm} says about one convolution, as finished numbers and words.
 *
 * @param name what the instance and the ROM files are called after
 * @param engine sizes and timing
 * @param parameters integer parameters of the layer
 * @param ranges proved intervals of the layer
 * @param x proved interval of the input
 * @param poolSum proved interval of the pool's window sum; null without a pool
 */
public record ConvView(
        String name,
        WindowEngine engine,
        IntegerParameters parameters,
        LayerRanges ranges,
        Interval x,
        Interval poolSum) {

    private Stage.Windowed stage() {
        return engine.stage();
    }

    private Conv2d conv() {
        return stage().convolution().orElseThrow();
    }

    public String purpose() {
        String pool = stage().fusedPool().map(p -> ", then pool " + p.label()).orElse("");
        Window window = conv().window();
        String dilation = window.isDilated() ? ", dilation " + window.dilationY() + "x" + window.dilationX() : "";
        String groups = conv().groups() == 1 ? "" : " in " + conv().groups() + " groups of channels";
        return "convolution " + conv().label() + groups + ", kernel " + window.kernelHeight() + "x"
                + window.kernelWidth() + dilation + pool;
    }

    public List<String> formula() {
        List<String> lines = new ArrayList<>();
        String zero = "" + requantize().outputZeroPoint();
        String y = requantize().lookup()
                ? "table[requantized], " + requantize().function()
                : requantize().relu() == 1 ? "max(requantized, " + zero + ")" : "requantized";
        lines.add("y           = " + y);
        stage().fusedPool()
                .ifPresent(p -> lines.add(
                        p.label() + "          = " + (p.kind() == PoolKind.MAX ? "largest" : "mean, half to even,")
                                + " of " + p.window().area() + " y"));
        return lines;
    }

    // ---- requantization ---------------------------------------------------------------------------------------

    public RequantizeView requantize() {
        return RequantizeView.of(
                name, conv(), parameters, ranges, engine.folding().drainChannels());
    }

    public String roundingText() {
        return RequantizeView.roundingText(parameters.requantize());
    }

    private ArrayRanges array() {
        return ArrayRanges.of(conv(), stage().input(), parameters, ranges, x);
    }

    /** What the accumulators of each output channel start from. */
    long[] biases() {
        return ArrayRanges.biases(conv(), stage().input(), parameters);
    }

    // ---- widths -----------------------------------------------------------------------------------------------

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

    // ---- pool -------------------------------------------------------------------------------------------------

    public boolean pooled() {
        return stage().fusedPool().isPresent();
    }

    public int poolMaximum() {
        return stage().fusedPool().orElseThrow().kind() == PoolKind.MAX ? 1 : 0;
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

    public List<WeightRom> roms() {
        return WeightRom.of(name, engine.taps(), engine.folding().pe() * weightWidth(), engine.romDepth());
    }

    public String biasFile() {
        return name + "_bias.mem";
    }
}
