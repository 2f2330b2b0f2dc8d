package intaglio.plan;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.range.RangeAnalysis;
import intaglio.testing.HardwareModels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingSearchTest {

    @ParameterizedTest
    @CsvSource({"14, 30000", "28, 15000", "84, 5000", "210, 2000", "420, 1000"})
    void theLadderOfTheArticlesNetworkReachesItsInterval(int budget, long interval) {
        IntegerModel model = HardwareModels.of(HardwareModels.lenet(), 1);
        Plan plan = Plan.of(model, RangeAnalysis.of(model), budget);

        assertThat(plan.timing().interval()).isLessThanOrEqualTo(interval);
        assertThat(plan.multipliers()).isLessThanOrEqualTo(budget);
        assertThat(416_520.0 / ((double) budget * plan.timing().interval())).isGreaterThanOrEqualTo(0.99);
    }
}
