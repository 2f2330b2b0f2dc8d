package intaglio.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.testing.HardwareModels;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingSearchTest {

    /** With few multipliers pools are engines of their own, so that a convolution works on one pixel at a time. */
    @ParameterizedTest
    @CsvSource({"3, 240000, 4", "4, 120000, 5", "7, 60000, 8", "12, 40000, 13"})
    void fewMultipliersAreEnough(int budget, long interval, int next) {
        IntegerModel model = HardwareModels.of(HardwareModels.lenet(), 1);
        Ranges ranges = RangeAnalysis.of(model);
        Plan plan = Plan.of(model, ranges, budget);

        assertThat(plan.multipliers()).isEqualTo(budget);
        assertThat(plan.timing().interval()).isEqualTo(interval);
        assertThat(new BudgetSearch(model, ranges).nextBudget(budget)).hasValue(next);
        assertThat(Plan.of(model, ranges, next).timing().interval()).isLessThan(interval * 99 / 100);
    }

    @Test
    void tooFewMultipliersAreRefusedWithTheNumberThatIsEnough() {
        IntegerModel model = HardwareModels.of(HardwareModels.lenet(), 1);

        assertThatThrownBy(() -> Plan.of(model, RangeAnalysis.of(model), 2))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("--multipliers 2 is too small")
                .hasMessageContaining("it needs at least 3");
    }

    @ParameterizedTest
    @CsvSource({"14, 30000", "28, 15000", "84, 5000", "210, 2000", "420, 1000"})
    void theLadderOfTheArticlesNetworkReachesItsInterval(int budget, long interval) {
        IntegerModel model = HardwareModels.of(HardwareModels.lenet(), 1);
        Plan plan = Plan.of(model, RangeAnalysis.of(model), budget);

        assertThat(plan.timing().interval()).isLessThanOrEqualTo(interval);
        assertThat(plan.multipliers()).isLessThanOrEqualTo(budget);
        assertThat(416_520.0 / ((double) budget * plan.timing().interval())).isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest
    @CsvSource({"5000, 84", "4999, 85", "29999, 15"})
    void theSmallestBudgetForAnIntervalIsFound(long cycles, int least) {
        IntegerModel model = HardwareModels.of(HardwareModels.lenet(), 1);
        Ranges ranges = RangeAnalysis.of(model);

        Plan plan = Plan.within(model, ranges, cycles);

        assertThat(plan.timing().longest()).isLessThanOrEqualTo(cycles);
        assertThat(plan.budget()).isEqualTo(plan.multipliers()).isGreaterThanOrEqualTo(least);
        assertThat(Plan.of(model, ranges, plan.budget() - 1).timing().longest()).isGreaterThan(cycles);
    }

    @Test
    void anIntervalThatNoBudgetReachesIsRefusedWithTheShortest() {
        IntegerModel model = HardwareModels.of(HardwareModels.oblong(), 1);
        Ranges ranges = RangeAnalysis.of(model);

        IntaglioException failure = catchThrowableOfType(IntaglioException.class, () -> Plan.within(model, ranges, 3));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        Matcher told = Pattern.compile("it takes (\\d+) cycles with (\\d+) multipliers")
                .matcher(failure.getMessage());
        assertThat(told.find()).isTrue();
        assertThat(Plan.within(model, ranges, Long.parseLong(told.group(1))).budget())
                .isEqualTo(Integer.parseInt(told.group(2)));
    }
}
