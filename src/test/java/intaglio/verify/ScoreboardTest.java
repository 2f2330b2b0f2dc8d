package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every count the scoreboard looks at, each made wrong once. */
class ScoreboardTest {

    private static final List<String> GOOD = List.of(
            "probe number=0 frames=30 values=180 failures=0 least=-5 greatest=9",
            "output frames=30 values=60 classes=30 failures=0",
            "timing latency=40 intervals=8 interval_min=25 interval_max=25",
            "run cycles=900 frames_started=30 input_beats=360 resets=0 stopped=0 failures=0");

    private static final Probe PROBE =
            new Probe("c1", Stage.OUTPUT, "v", "d", 8, true, List.of(new Loop(3, 2)), List.of(new Loop(2, 1)));

    private static final DesignPlan PLAN = new DesignPlan(
            "x",
            new Shape(1, 3, 4),
            false,
            new DesignPlan.Output(OutputKind.LOGITS, Shape.vector(2), 32, 1),
            25,
            25,
            25,
            40,
            1,
            1,
            2,
            List.of(),
            List.of(PROBE));

    @Test
    void acceptsExactlyTheExpectedCounts() {
        assertThat(checks("none", "none")).isEmpty();
    }

    @Test
    void everyWrongNumberIsAFailure() {
        assertThat(checks("values=180", "values=0")).containsExactly("count c1.output");
        assertThat(checks("frames=30 values=180", "frames=29 values=180")).containsExactly("count c1.output");
        assertThat(checks("output frames=30", "output frames=31")).containsExactly("count output");
        assertThat(checks("values=60", "values=59")).containsExactly("count output");
        assertThat(checks("classes=30", "classes=0")).containsExactly("count output");
        assertThat(checks("input_beats=360", "input_beats=359")).containsExactly("count input");
        assertThat(checks("resets=0", "resets=1")).containsExactly("resets");
        assertThat(checks("stopped=0 failures=0", "stopped=0 failures=1")).containsExactly("total");
        assertThat(checks("interval_max=25", "interval_max=26")).containsExactly("interval");
        assertThat(checks("interval_min=25", "interval_min=24")).containsExactly("interval");
        assertThat(checks("intervals=8", "intervals=0")).containsExactly("interval");
        assertThat(checks("latency=40", "latency=39")).containsExactly("latency");
    }

    @Test
    void aMissingSummaryIsAFailure() {
        for (String record : List.of("probe", "output", "timing", "run")) {
            assertThat(checks(record + " ", "lost ")).containsExactly("exit");
        }
    }

    @Test
    void failureLinesAreNamedByTheirProbe() {
        String failure = "failure kind=value cycle=7 probe=0 frame=1 expected=3 got=4\n";
        assertThat(checks("probe number=0", failure + "probe number=0")).containsExactly("value c1.output");
    }

    @Test
    void aPlannedMeanOutsideTheMeasuredIntervalsIsAFailure() {
        DesignPlan plan = new DesignPlan(
                "x", PLAN.input(), false, PLAN.output(), 24, 25, 25, PLAN.latency(), 1, 1, 2, List.of(), PLAN.probes());
        assertThat(checks(plan, "none", "none")).containsExactly("interval");
    }

    private static List<String> checks(String from, String to) {
        return checks(PLAN, from, to);
    }

    private static List<String> checks(DesignPlan plan, String from, String to) {
        List<String> lines =
                GOOD.stream().flatMap(line -> line.replace(from, to).lines()).toList();
        return new Scoreboard(plan, BenchRun.unstalled(30, 1))
                .judge(BenchResult.parse(lines)).stream()
                        .map(Failure::check)
                        .distinct()
                        .toList();
    }
}
