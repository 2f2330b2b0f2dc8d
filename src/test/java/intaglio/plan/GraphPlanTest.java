package intaglio.plan;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.range.RangeAnalysis;
import intaglio.testing.GraphNetworks;
import intaglio.testing.RandomGraphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphPlanTest {

    @ParameterizedTest
    @ValueSource(longs = {3, 5, 8, 10, 14, 21, 31, 58})
    void everyGraphHasAPlanThatFinishes(long seed) {
        IntegerModel model = seed % 2 == 0 ? RandomGraphs.wide(seed) : RandomGraphs.uint8(seed);
        Plan plan = Plan.of(model, RangeAnalysis.of(model), 200);

        assertThat(plan.multipliers()).isLessThanOrEqualTo(200);
        assertThat(plan.timing().interval()).isGreaterThanOrEqualTo(plan.graph().busiest());
    }

    @ParameterizedTest(name = "{0} with {1} multipliers")
    @CsvSource({"residual, 20", "nested, 40", "inception, 60", "inputs, 12"})
    void noEngineWaitsForAJoin(String name, int budget) {
        Plan plan = plan(name, budget);

        assertThat(plan.timing().interval()).isEqualTo(plan.graph().busiest());
    }

    /** A buffer that fills up row by row shows in the intervals only after it is full. */
    @Test
    void theModelRunsUntilASlowBufferIsFull() {
        IntegerModel model = RandomGraphs.wide(26);
        Plan plan = Plan.of(model, RangeAnalysis.of(model), 72);
        assertThat(plan.timing().longest()).isEqualTo(plan.graph().busiest()).isEqualTo(11_232);
        Engine engine = plan.graph().engines().get(23);
        EngineGraph slower = plan.graph().with(23, engine.withLeastBuffers());

        Schedule.Timing timing = Schedule.of(slower);

        assertThat(timing.warmUpFrames()).isEqualTo(16);
        assertThat(timing.periodFrames()).isEqualTo(2);
        assertThat(timing.shortest()).isEqualTo(11_328);
        assertThat(timing.longest()).isEqualTo(11_344);
        assertThat(Schedule.brief(slower, 0).timing().longest()).isEqualTo(11_232);
    }

    /** With fewer rows in front of the sum the convolutions and the skip wait for each other, for ever. */
    @Test
    void aSkipThatIsTooShortStopsAllEngines() {
        EngineGraph graph = plan("residual", 20).graph();
        int join = 3;
        Engine engine = graph.engines().get(join);
        assertThat(engine.label()).isEqualTo("join");
        assertThat(graph.sources().get(join)).containsExactly(0, 2);
        assertThat(engine.buffer(0).capacity()).isGreaterThan(engine.buffer(1).capacity());

        assertThat(Schedule.run(graph).finishes()).isTrue();
        assertThat(Schedule.run(graph.with(join, engine.withDepth(0, 1))).finishes())
                .isFalse();
    }

    private static Plan plan(String name, int budget) {
        IntegerModel model = RandomGraphs.wide(GraphNetworks.of(name), budget);
        return Plan.of(model, RangeAnalysis.of(model), budget);
    }
}
