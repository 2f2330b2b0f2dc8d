package intaglio.floating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import intaglio.data.ImageSet;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Dense;
import intaglio.op.Pool2d;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloatNetworkBuilderTest {

    @Test
    void tablesAreNearTheirFunctions() {
        TabulatedFunction tanh = new TabulatedFunction(Math::tanh);
        TabulatedFunction leaky = new TabulatedFunction(x -> x < 0 ? 0.1 * x : x);
        for (double x = -40; x < 40; x += 0.0137) {
            assertThat((double) tanh.at((float) x)).isCloseTo(Math.tanh(x), offset(7e-6));
            assertThat((double) leaky.at((float) x))
                    .isCloseTo(x < 0 ? 0.1 * x : x, offset(1e-5 * Math.max(1, Math.abs(x))));
        }
    }

    /** An average of two pixels, its hyperbolic tangent, an affine map for each channel, a sum. */
    @Test
    void stagesRunInTheirOrder() {
        Pool2d pool = new Pool2d("s", PoolKind.AVERAGE, Window.of(1, 2, 1, 2, 0, 0));
        FloatNetwork network = new FloatNetworkBuilder(new Shape(2, 1, 2), Normalization.of(PixelRange.BYTES, 10, 4))
                .layer(pool, null)
                .function("t", new TabulatedFunction(Math::tanh))
                .affine("n", new float[] {3, 5}, new float[] {-1, 7})
                .layer(new Dense("d", 1, Activation.NONE), new FloatParameters(new float[] {1, 100}, new float[] {0.5f
                }))
                .build();
        ImageSet images = new ImageSet(new Shape(2, 1, 2), 1, new byte[] {10, 12, 6, 8}, List.of());
        double first = 3 * Math.tanh(0.25) - 1;
        double second = 5 * Math.tanh(-0.75) + 7;
        assertThat((double) network.logits(images, 0, 1)[0][0]).isCloseTo(first + 100 * second + 0.5, offset(5e-3));
    }
}
