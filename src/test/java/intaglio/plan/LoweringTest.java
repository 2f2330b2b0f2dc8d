package intaglio.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.testing.HardwareModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoweringTest {

    private static final Layer CONV = new Conv2d("conv", 3, Window.of(2, 3, 1, 1, 0, 0), Activation.NONE);
    private static final Layer DENSE = new Dense("dense", 4, Activation.NONE);

    @Test
    void aPoolThatFitsIsComputedWithItsConvolution() {
        assertThat(kinds(pool(PoolKind.MAX, 3, 2, 3, 2))).containsExactly("conv+pool", "dense");
        assertThat(kinds(pool(PoolKind.AVERAGE, 4, 2, 4, 2))).containsExactly("conv+pool", "dense");
    }

    @Test
    void otherPoolsHaveEnginesOfTheirOwn() {
        assertThat(kinds(pool(PoolKind.MAX, 3, 2, 2, 2))).as("overlapping").containsExactly("conv", "pool", "dense");
        assertThat(kinds(pool(PoolKind.MAX, 2, 2, 3, 2))).as("gaps").containsExactly("conv", "pool", "dense");
        assertThat(kinds(pool(PoolKind.AVERAGE, 3, 2, 3, 2))).as("mean of 6").containsExactly("conv", "pool", "dense");
        assertThat(kinds(pool(PoolKind.MAX, 6, 3, 6, 3))).as("18 values").containsExactly("conv", "pool", "dense");
    }

    @Test
    void aConvolutionOverItsWholeInputIsADenseLayerUnlessItHasGroups() {
        Shape input = new Shape(4, 5, 3);
        Window whole = Window.of(5, 3, 1, 1, 0, 0);
        assertThat(Lowering.of(new Network("n", input, List.of(new Conv2d("c", 6, whole, Activation.NONE))))
                        .stages())
                .singleElement()
                .isInstanceOf(Stage.Dense.class);
        assertThat(Lowering.of(new Network("n", input, List.of(new Conv2d("c", 6, whole, 2, Activation.NONE))))
                        .stages())
                .singleElement()
                .isInstanceOf(Stage.Conv.class);
    }

    @Test
    void whatHasNoEngineIsRefused() {
        assertThatThrownBy(() -> Lowering.of(new Network("n", new Shape(1, 9, 11), List.of(CONV))))
                .hasMessageContaining("the last layer gives 3x8x9, which is no vector");
    }

    @Test
    void stagesKeepShapesAndWork() {
        List<Stage> stages = Lowering.of(HardwareModels.separable()).stages();
        assertThat(stages).extracting(Stage::label).containsExactly("a", "depth", "point", "over", "pairs", "all");
        Shape input = new Shape(3, 13, 15);
        for (Stage stage : stages) {
            assertThat(stage.input()).isEqualTo(input);
            input = stage.output();
        }
        assertThat(input).isEqualTo(Shape.vector(8));
        // 12 channels of 7x14 pixels, each from 2x3 values of one channel.
        assertThat(stages.get(1).multiplications()).isEqualTo(12 * 7 * 14 * 2 * 3);
        assertThat(stages.get(3).multiplications()).isZero();
    }

    private static Layer pool(PoolKind kind, int height, int width, int strideY, int strideX) {
        return new Pool2d("pool", kind, Window.of(height, width, strideY, strideX, 0, 0));
    }

    private static List<String> kinds(Layer pool) {
        Network network = new Network("n", new Shape(2, 13, 11), List.of(CONV, pool, DENSE));
        return Lowering.of(network).stages().stream()
                .map(stage -> stage.label()
                        + (stage instanceof Stage.Windowed window
                                        && window.fusedPool().isPresent()
                                ? "+pool"
                                : ""))
                .toList();
    }
}
