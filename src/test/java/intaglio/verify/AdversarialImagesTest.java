package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageSet;
import intaglio.golden.ReferenceModel;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import intaglio.range.RangeAnalysis;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdversarialImagesTest {

    @Test
    void theyReachTheProvedBoundsOfAConvolution() {
        assertTight(List.of(new Conv2d("a", 5, Window.of(3, 4, 1, 1, 1, 2), Activation.RELU)), 2 * 3 * 4);
    }

    @Test
    void theyReachThemWithStrides() {
        assertTight(List.of(new Conv2d("a", 90, Window.of(2, 3, 2, 3, 1, 1), Activation.NONE)), 2 * 2 * 3);
    }

    @Test
    void theyReachThemBehindAPool() {
        Layer pool = new Pool2d("p", PoolKind.AVERAGE, Window.of(2, 1, 2, 1, 0, 0));
        assertTight(List.of(pool, new Conv2d("a", 3, Window.of(2, 3, 1, 1, 0, 0), Activation.NONE)), 2 * 2 * 3);
    }

    @Test
    void theyReachThemForADenseLayer() {
        assertTight(List.of(new Dense("a", 4, Activation.NONE)), 2 * 9 * 13);
    }

    private static void assertTight(List<Layer> layers, int weightsPerChannel) {
        Random random = new Random(3);
        Weighted last = (Weighted) layers.get(layers.size() - 1);
        int[] weights = random.ints((long) last.outChannels() * weightsPerChannel, 0, 256)
                .toArray();
        long[] bias = random.longs(last.outChannels(), -5000, 5000).toArray();
        Requantize requantize = new Requantize(3, 9, Rounding.FLOOR);
        Network network = new Network("hard", new Shape(2, 9, 13), layers);
        IntegerModel model =
                new IntegerModel(network, Map.of("a", new IntegerParameters(weights, 117, bias, requantize, 1.0)));
        Interval proved = RangeAnalysis.of(model).layer("a").accumulator();
        assertThat(seen(model)).isEqualTo(proved);
    }

    private static Interval seen(IntegerModel model) {
        ImageSet images = AdversarialImages.of(model);
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        ReferenceModel golden = new ReferenceModel(model);
        for (int i = 0; i < images.count(); i++) {
            for (long value :
                    golden.run(images.pixels(), images.offset(i)).layer("a").accumulator()) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        return new Interval(least, greatest);
    }
}
