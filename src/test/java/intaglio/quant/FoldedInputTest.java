package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import intaglio.diag.IntaglioException;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import intaglio.testing.RandomFloatModels;
import intaglio.testing.RandomGraphs;
import intaglio.testing.RandomNetworks;
import intaglio.testing.RandomNormalization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The first layer's sums, from its definition in float64, with the trained weights and with the folded ones. */
class FoldedInputTest {

    private static final int NETWORKS = 200;

    /** Equal inside the image; at the border off by what {@link PaddingError} says, and never by more. */
    @Test
    void sumsAreThoseOfNormalizedPixels() {
        double largestShare = 0;
        int padded = 0;
        int readers = 0;
        for (long seed = 0; seed < NETWORKS; seed++) {
            FloatModel trained = normalized(seed);
            for (Node node : readers(trained.network())) {
                double[] difference = differences(trained, node, seed);
                Optional<PaddingError> error = PaddingError.of(trained).stream()
                        .filter(one -> one.layer().equals(node.label()))
                        .findFirst();
                String what = "seed " + seed + ", " + node.label() + ", "
                        + trained.network().normalization();
                assertThat(difference[0]).as(what + ", inside").isCloseTo(0, offset(2e-4));
                assertThat(difference[1])
                        .as(what + ", at the border")
                        .isCloseTo(error.map(PaddingError::largest).orElse(0.0), offset(2e-4));
                assertThat(error.map(found -> found.largest() <= found.bound() * (1 + 1e-9))
                                .orElse(true))
                        .as(what)
                        .isTrue();
                if (error.isPresent() && error.get().bound() > 0) {
                    padded++;
                    largestShare = Math.max(
                            largestShare, error.get().largest() / error.get().bound());
                }
                readers++;
            }
        }
        assertThat(padded).isGreaterThan(100);
        assertThat(readers).isGreaterThan(NETWORKS);
        assertThat(largestShare).isBetween(0.3, 1.0);
    }

    /** The layers with weights that read the image, or pools of it. */
    private static List<Node> readers(Network network) {
        return network.nodes().stream()
                .filter(node -> node.layer().weighted().isPresent())
                .filter(node -> network.origins(node.input()).equals(Set.of(Network.INPUT)))
                .toList();
    }

    @Test
    void meansOfPixelsAreOffAtTheBorder() {
        Network network = new Network(
                "mean", new Shape(1, 4, 5), List.of(new Pool2d("mean", PoolKind.AVERAGE, Window.of(3, 3, 1, 1, 1, 1))));
        FloatModel trained = new FloatModel(network, Map.of())
                .withNormalization(Normalization.affine(new double[] {0.5}, new double[] {-0.7}));
        // Byte 1 is the nearest to 0 and stands for -0.2; five of nine places of a corner lie outside.
        assertThat(PaddingError.of(trained)).singleElement().satisfies(error -> {
            assertThat(error.layer()).isEqualTo("mean");
            assertThat(error.largest()).isCloseTo(5 * 0.2 / 9, offset(1e-12));
            assertThat(error.bound()).isCloseTo(0.2, offset(1e-12));
        });
    }

    @Test
    void aByteThatStandsForZeroLeavesNothingAtTheBorder() {
        FloatModel trained = RandomFloatModels.of(RandomNetworks.of(3), 3, 2)
                .withNormalization(Normalization.of(PixelRange.BYTES, 64, 13));
        assertThat(PaddingError.of(trained)).isEmpty();
        assertThat(FoldedInput.of(trained).zeroPoints()).containsExactly(64);
    }

    private static FloatModel reading(Layer layer, Normalization normalization, String... inputs) {
        Network network = new Network("reads", new Shape(4, 5, 6), List.of(new Dense("d", 3, Activation.NONE)))
                .withNodes(List.of(
                        new Node(new Pool2d("p", PoolKind.MAX, Window.of(2, 1, 1, 1, 0, 0)), Network.INPUT),
                        new Node(layer, List.of(inputs)),
                        new Node(new Dense("d", 3, Activation.NONE), layer.label())));
        return RandomFloatModels.of(network, 5, 2).withNormalization(normalization);
    }

    /** Their scales, zero points and errors cannot be told apart behind such a layer. */
    @Test
    void channelsOfTheirOwnAreNotAddedJoinedMovedOrPadded() {
        Normalization own = new Normalization(PixelRange.UNIT, List.of(0.1, 0.2, 0.3, 0.4), List.of(1.0));
        Normalization alike = new Normalization(PixelRange.UNIT, List.of(0.3, 0.3, 0.3, 0.3), List.of(1.0));
        Normalization beyond = Normalization.of(PixelRange.UNIT, -2, 1);
        Map<Layer, String[]> layers = Map.of(
                new Add("layer", Activation.NONE), new String[] {"p", "p"},
                new Concat("layer"), new String[] {"p", "p"},
                new DepthToSpace("layer", 2, DepthToSpace.Order.CRD), new String[] {"p"},
                new Pool2d("layer", PoolKind.AVERAGE, Window.of(3, 3, 1, 1, 1, 1)), new String[] {"p"});
        layers.forEach((layer, inputs) -> {
            assertThatThrownBy(() -> FoldedInput.of(reading(layer, own, inputs)))
                    .isInstanceOf(IntaglioException.class)
                    .hasMessageContainingAll("layer 'layer'", "normalized each in its own way", "1x1 convolution");
            assertThatThrownBy(() -> FoldedInput.of(reading(layer, beyond, inputs)))
                    .isInstanceOf(IntaglioException.class)
                    .hasMessageContainingAll("layer 'layer'", "no byte of it stands for 0", "1x1 convolution");
            assertThat(FoldedInput.of(reading(layer, alike, inputs)).zeroPoints())
                    .containsExactly(76);
        });
        assertThat(FoldedInput.of(
                                reading(new Conv2d("layer", 4, Window.of(1, 1, 1, 1, 0, 0), Activation.NONE), own, "p"))
                        .zeroPoints())
                .hasSize(4);
    }

    @Test
    void plainPixelsChangeNothing() {
        FloatModel trained = RandomFloatModels.of(5);
        FoldedInput folded = FoldedInput.of(trained);
        assertThat(folded.model()).isSameAs(trained);
        assertThat(folded.unit()).isEqualTo(1.0 / 255);
        assertThat(folded.zeroPoints()).containsExactly(0);
    }

    private static FloatModel normalized(long seed) {
        Network network = switch ((int) (seed % 3)) {
            case 0 -> RandomNetworks.of(seed);
            case 1 -> RandomNetworks.mixed(seed);
            default -> RandomGraphs.quantizable(seed).network();
        };
        // Padded pools and sums that read the image want one normalization for all channels.
        Normalization normalization = seed % 3 == 2
                ? Normalization.of(PixelRange.UNIT, 0.1 + seed / 500.0, 0.7)
                : RandomNormalization.of(network, seed);
        return RandomFloatModels.of(network, seed, 2).withNormalization(normalization);
    }

    /** Largest difference of the sums inside the image, and at its border. The layer sees one random image as it is. */
    private static double[] differences(FloatModel trained, Node node, long seed) {
        Weighted first = node.layer().weighted().orElseThrow();
        Shape shape = trained.network().shapes().input(node);
        FoldedInput folded = FoldedInput.of(trained);
        int[] pixels = new Random(seed).ints(shape.elements(), 0, 256).toArray();
        double[] real = new double[pixels.length];
        double[] centred = new double[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / shape.pixels();
            Normalization normalization = trained.network().normalization();
            real[i] = normalization.scale(channel) * pixels[i] + normalization.offset(channel);
            centred[i] =
                    folded.unit() * (pixels[i] - folded.zeroPoints()[folded.zeroPoints().length == 1 ? 0 : channel]);
        }
        double[] largest = new double[2];
        Shape output = first.outputShape(shape);
        for (int channel = 0; channel < output.channels(); channel++) {
            for (int position = 0; position < output.pixels(); position++) {
                Sum exact = sum(first, trained.parameters(first), shape, real, channel, position);
                Sum found = sum(first, folded.model().parameters(first), shape, centred, channel, position);
                int place = exact.atBorder() ? 1 : 0;
                largest[place] = Math.max(largest[place], Math.abs(exact.value() - found.value()));
            }
        }
        return largest;
    }

    private record Sum(double value, boolean atBorder) {}

    private static Sum sum(
            Weighted layer, FloatParameters parameters, Shape shape, double[] input, int channel, int position) {
        double value = parameters.bias()[channel];
        boolean atBorder = false;
        int perChannel = layer.weightsPerChannel(shape);
        for (int weight = 0; weight < perChannel; weight++) {
            int element = weight;
            if (layer instanceof Conv2d conv) {
                int tap = weight % conv.window().area();
                int columns = conv.outputShape(shape).width();
                int y = position / columns * conv.window().strideY()
                        - conv.window().padTop()
                        + tap / conv.window().kernelWidth() * conv.window().dilationY();
                int x = position % columns * conv.window().strideX()
                        - conv.window().padLeft()
                        + tap % conv.window().kernelWidth() * conv.window().dilationX();
                boolean inside = 0 <= y && y < shape.height() && 0 <= x && x < shape.width();
                int inChannel =
                        conv.firstInput(channel, shape) + weight / conv.window().area();
                element = inside ? shape.index(inChannel, y, x) : -1;
                atBorder |= !inside;
            }
            value += element < 0 ? 0 : parameters.weights()[channel * perChannel + weight] * input[element];
        }
        return new Sum(value, atBorder);
    }
}
