package intaglio.rtl;

import intaglio.ir.PoolKind;
import intaglio.num.Interval;
import intaglio.plan.Stage;
import intaglio.plan.WindowEngine;
import intaglio.range.LayerRanges;

/**
 * What {@code pool_engine.v.vm} says about a pool with an engine of its own.
 *
 * @param engine sizes and timing
 * @param ranges proved intervals of the pool
 */
public record PoolView(WindowEngine engine, LayerRanges ranges) {

    private Stage.Pool stage() {
        return (Stage.Pool) engine.stage();
    }

    private int area() {
        return stage().window().area();
    }

    public String purpose() {
        return "pool " + stage().label() + ", window " + stage().window().kernelHeight() + "x"
                + stage().window().kernelWidth() + ", stride "
                + stage().window().strideY() + "x"
                + stage().window().strideX();
    }

    public boolean mean() {
        return stage().pool().kind() == PoolKind.AVERAGE;
    }

    public int maximum() {
        return mean() ? 0 : 1;
    }

    public String formula() {
        return mean() ? "sum of " + area() + " x / " + area() : "largest of " + area() + " x";
    }

    public String action() {
        return mean() ? "add" : "compare";
    }

    public String sumText() {
        return mean() ? "sum of a window" : "largest so far";
    }

    public Interval sumInterval() {
        return ranges.sum();
    }

    public int sumWidth() {
        return ranges.sum().bits();
    }

    public Interval outputInterval() {
        return ranges.output();
    }

    /** How a sum becomes a mean; {@link IllegalStateException} for a maximum. */
    public MeanDivision division() {
        if (!mean()) {
            throw new IllegalStateException("a maximum divides by nothing");
        }
        return MeanDivision.of(ranges.sum(), area());
    }
}
