package intaglio.rtl;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import intaglio.plan.Engine;
import intaglio.plan.Plan;
import intaglio.range.Ranges;
import java.util.Arrays;

/** Whether the engines have room for the numbers of a network: constants of 30 bits, divisions, bytes of an image. */
final class ArithmeticCheck {

    private static final int MULTIPLIER_BITS = 30;

    private final IntegerModel model;
    private final Ranges ranges;
    private final Problems problems = new Problems();

    private ArithmeticCheck(IntegerModel model, Ranges ranges) {
        this.model = model;
        this.ranges = ranges;
    }

    /** @throws IntaglioException (bad input) where a layer is computed in a way no engine is */
    static void of(IntegerModel model, Ranges ranges, Plan plan) {
        ArithmeticCheck check = new ArithmeticCheck(model, ranges);
        for (Engine engine : plan.engines()) {
            engine.stages().forEach(stage -> stage.mean().ifPresent(pool -> check.mean(pool, stage.input())));
        }
        for (Weighted layer : model.network().weightedLayers()) {
            check.multipliers(layer, model.parameters(layer).requantize().multipliers());
        }
        model.network().layers().stream()
                .filter(layer -> model.sums().containsKey(layer.label()))
                .forEach(layer ->
                        check.multipliers(layer, model.sums().get(layer.label()).multipliers()));
        check.image(model.network());
        check.problems.throwIfAny();
    }

    private void multipliers(Layer layer, long[] multipliers) {
        long largest = Arrays.stream(multipliers).max().orElseThrow();
        if (largest >= 1L << MULTIPLIER_BITS) {
            problems.add(
                    where(layer),
                    "has a multiplier of " + largest + ", more than " + MULTIPLIER_BITS + " bits",
                    "quantize it with a narrower multiplier");
        }
    }

    private void mean(Pool2d pool, Shape input) {
        try {
            MeanDivisions.of(pool, input, ranges.layer(pool.label()).sum());
        } catch (ArithmeticException tooWide) {
            problems.add(
                    "layer '" + pool.label() + "'",
                    tooWide.getMessage(),
                    "use a larger shift in the layer before it, uint8 activations, or a window of 2^n values");
        }
    }

    /** A channel of a pixel is a byte of the output. */
    private void image(Network network) {
        Layer last = network.last().layer();
        Interval values = ranges.layer(last.label()).output();
        if (network.outputKind() == OutputKind.IMAGE && (values.low() < 0 || values.high() > IntegerModel.INPUT_MAX)) {
            problems.add(
                    where(last),
                    "gives the pixels of an image, but its values reach from " + values.low() + " to " + values.high(),
                    "clamp them to 0..255, or declare the output as values");
        }
    }

    private String where(Layer layer) {
        return "network '" + model.network().name() + "', layer '" + layer.label() + "'";
    }
}
