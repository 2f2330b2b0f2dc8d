package intaglio.rtl;

import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.op.Pool2d;
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

    private Stage.Windowed stage() {
        return engine.stage();
    }

    private Pool2d pool() {
        return stage().ownPool().orElseThrow();
    }

    private Window window() {
        return stage().window();
    }

    private PoolKind kind() {
        return pool().kind();
    }

    public String purpose() {
        Window window = window();
        String dilation = window.isDilated() ? ", dilation " + window.dilationY() + "x" + window.dilationX() : "";
        return "pool " + stage().label() + ", window " + window.kernelHeight() + "x" + window.kernelWidth()
                + ", stride " + window.strideY() + "x" + window.strideX() + dilation;
    }

    public boolean mean() {
        return kind() != PoolKind.MAX;
    }

    /** Whether only the values inside the input count. */
    public int inside() {
        return kind() == PoolKind.AVERAGE_INSIDE ? 1 : 0;
    }

    public String formula() {
        int area = window().area();
        return switch (kind()) {
            case MAX -> "largest of " + area + " x" + (window().isPadded() ? " that lie inside" : "");
            case AVERAGE -> "sum of " + area + " x / " + area;
            case AVERAGE_INSIDE -> "sum of the x inside / their number, of " + area + " x";
        };
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

    /** How sums become means; {@link IllegalStateException} for a maximum. */
    public MeanDivisions divisions() {
        if (!mean()) {
            throw new IllegalStateException("a maximum divides by nothing");
        }
        return MeanDivisions.of(pool(), stage().input(), ranges.sum());
    }
}
