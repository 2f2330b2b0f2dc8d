package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.Network;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A 1x7x9 image, a 3x2 convolution into 2x5x8, a floor pool of 2x3 that drops the last row and two columns. */
class ProbeCoverageTest {

    private static final Network NETWORK = new Network(
            "small",
            new Shape(1, 7, 9),
            List.of(
                    new Conv2d("a", 2, Window.of(3, 2, 1, 1, 0, 0), Activation.RELU),
                    new Pool2d("p", PoolKind.MAX, Window.of(2, 3, 2, 3, 0, 0)),
                    new Dense("d", 3, Activation.NONE)));

    private static final Probe POOL = probe("p", new Loop(2, 2), new Loop(2, 1), new Loop(2, 4));
    private static final Probe DENSE = probe("d", new Loop(3, 1));

    @Test
    void rowsAndColumnsThatThePoolDropsMayBeLeftOut() {
        assertThat(check(probe("a", new Loop(4, 8), new Loop(6, 1), new Loop(2, 40))))
                .isEmpty();
        assertThat(check(probe("a", new Loop(5, 8), new Loop(8, 1), new Loop(2, 40))))
                .isEmpty();
    }

    @Test
    void whatThePoolReadsMayNot() {
        assertThat(check(probe("a", new Loop(3, 8), new Loop(6, 1), new Loop(2, 40))))
                .singleElement()
                .asString()
                .contains("coverage a.output", "never visits element 24 of 2x5x8");
        assertThat(check(probe("a", new Loop(4, 8), new Loop(5, 1), new Loop(2, 40))))
                .singleElement()
                .asString()
                .contains("element 5 of");
    }

    @Test
    void noElementTwiceAndNoneOutside() {
        assertThat(check(probe("a", new Loop(5, 8), new Loop(8, 1), new Loop(2, 39))))
                .singleElement()
                .asString()
                .contains("twice");
        assertThat(check(probe("a", new Loop(6, 8), new Loop(8, 1), new Loop(2, 40))))
                .singleElement()
                .asString()
                .contains("twice");
        assertThat(check(probe("a", new Loop(5, 8), new Loop(8, 1), new Loop(3, 40))))
                .singleElement()
                .asString()
                .contains("element 80 of 80");
    }

    @Test
    void everyLayerNeedsAProbeAndEveryProbeALayer() {
        assertThat(check(DENSE)).extracting(Failure::check).contains("coverage a");
        assertThat(check(probe("a", new Loop(5, 8), new Loop(8, 1), new Loop(2, 40)), probe("x", new Loop(1, 1))))
                .extracting(Failure::check)
                .containsExactly("coverage probes");
    }

    private static List<Failure> check(Probe... first) {
        List<Probe> probes = new ArrayList<>(List.of(first));
        probes.add(POOL);
        probes.add(DENSE);
        DesignPlan.Output output = new DesignPlan.Output(OutputKind.LOGITS, Shape.vector(3), 32, 2);
        DesignPlan plan =
                new DesignPlan("small", NETWORK.input(), false, output, 100, 100, 100, 200, 1, 1, 4, List.of(), probes);
        return ProbeCoverage.check(plan, NETWORK);
    }

    private static Probe probe(String layer, Loop... beats) {
        return new Probe(layer, Stage.OUTPUT, "v", "d", 16, true, List.of(beats), List.of());
    }
}
