package intaglio.plan;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.testing.RandomGraphs;
import org.junit.jupiter.api.Test;

class GraphPlanTest {

    @Test
    void everyGraphHasAPlan() {
        for (long seed = 0; seed < 60; seed++) {
            IntegerModel model = seed % 2 == 0 ? RandomGraphs.wide(seed) : RandomGraphs.uint8(seed);
            Ranges ranges = RangeAnalysis.of(model);
            long start = System.nanoTime();
            Plan plan = Plan.of(model, ranges, 200);
            System.out.println("seed " + seed + " " + plan.timing() + " busiest "
                    + plan.graph().busiest() + " mult " + plan.multipliers() + " engines "
                    + plan.engines().size() + " ms " + (System.nanoTime() - start) / 1000000 + " "
                    + plan.engines().stream()
                            .filter(e -> e.isFifo(0))
                            .map(e -> java.util.stream.IntStream.range(
                                            0, e.inputs().size())
                                    .mapToObj(p -> e.buffer(p).capacity())
                                    .toList())
                            .toList());
            assertThat(plan.timing().interval())
                    .isGreaterThanOrEqualTo(plan.graph().busiest());
        }
    }
}
