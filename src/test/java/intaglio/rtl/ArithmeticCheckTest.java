package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.testing.GraphNetworks;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomGraphs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Arithmetic the engines do not have is refused, never computed otherwise. */
class ArithmeticCheckTest {

    @Test
    void multipliersBeyondTheDigitsAreRefused() {
        assertRefused(
                new Requantize(1L << 30, 31, Rounding.HALF_UP), "has a multiplier of 1073741824, more than 30 bits");
        assertRefused(
                new Requantize(new long[] {3, 4, 5, 6, 1L << 31}, 12, Rounding.FLOOR, 0, new Interval(0, 255)),
                "has a multiplier of 2147483648, more than 30 bits");
    }

    @Test
    void meansOfSumsThatAreTooWideAreRefused() {
        assertRefused(
                HardwareModels.separable(),
                "pairs",
                new Requantize(1L << 28, 0, Rounding.FLOOR),
                "layer 'all': the mean of 12 values with sums in [-");
    }

    @Test
    void multipliersOfSumsBeyondTheDigitsAreRefused() {
        IntegerModel model = RandomGraphs.uint8(GraphNetworks.of("joins"), 1);
        SumParameters sum = model.sums().get("sum");
        long[] multipliers = {1, 1L << 30};
        SumParameters wide = new SumParameters(multipliers, sum.inputZeroPoints(), sum.requantize(), Optional.empty());

        assertRefused(
                new IntegerModel(model.network(), model.parameters(), Map.of("sum", wide), model.padding()),
                Plan.of(model, RangeAnalysis.of(model), 9),
                "layer 'sum': has a multiplier of 1073741824, more than 30 bits");
    }

    @Test
    void imagesThatAreNoBytesAreRefused() {
        IntegerModel model = RandomGraphs.wide(GraphNetworks.of("picture"), 1);

        assertRefused(
                model,
                Plan.of(model, RangeAnalysis.of(model), 30),
                "layer 'shuffle': gives the pixels of an image, but its values reach from -");
    }

    private static void assertRefused(Requantize requantize, String reason) {
        assertRefused(HardwareModels.oblong(), "first", requantize, "layer 'first': " + reason);
    }

    private static void assertRefused(Network network, String label, Requantize requantize, String reason) {
        IntegerModel wide = HardwareModels.of(network, 3);
        Ranges ranges = RangeAnalysis.of(wide);
        Plan plan = Plan.of(wide, ranges, 40);
        assertThat(Design.of(wide, ranges, plan).modules()).isNotEmpty();
        Map<String, IntegerParameters> parameters = new HashMap<>(wide.parameters());
        IntegerParameters first = parameters.get(label);
        parameters.put(
                label,
                new IntegerParameters(
                        first.weights(), first.weightZeroPoints(), 0, first.bias(), requantize, first.weightScales()));
        assertRefused(new IntegerModel(wide.network(), parameters), plan, reason);
    }

    private static void assertRefused(IntegerModel other, Plan plan, String reason) {
        assertThatThrownBy(() -> new Compilation(other, RangeAnalysis.of(other), plan).files())
                .isInstanceOfSatisfying(
                        IntaglioException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
                .hasMessageContaining(reason);
    }
}
