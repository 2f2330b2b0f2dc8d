package intaglio.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.frontend.torch.Tensor;
import intaglio.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphSearchTest {

    private static final List<WeightedTensors> LENET = layers(
            new int[] {6, 1, 5, 5}, new int[] {16, 6, 5, 5}, new int[] {120, 400}, new int[] {84, 120}, new int[] {
                10, 84
            });

    private static List<WeightedTensors> layers(int[]... shapes) {
        List<WeightedTensors> layers = new ArrayList<>();
        for (int[] shape : shapes) {
            int count = IntStream.of(shape).reduce(1, (a, b) -> a * b);
            String name = "l" + layers.size();
            layers.add(new WeightedTensors(
                    name, new Tensor(name + ".weight", shape, new float[count]), null, Optional.empty()));
        }
        return layers;
    }

    private static List<String> texts(List<WeightedTensors> layers, Shape input) {
        return GraphSearch.graphs(layers, input).stream()
                .map(graph -> new GraphText(graph, layers).all())
                .toList();
    }

    /** 400 = 16 x 5 x 5: 28 pixels need a padding of 2, 32 do not. */
    @Test
    void sizesDecideThePadding() {
        assertThat(texts(LENET, new Shape(1, 28, 28)).get(0))
                .isEqualTo("no activation; 2x2 maximum pool behind l0, l1; padding 2 in l0");
        assertThat(texts(LENET, new Shape(1, 32, 32)).get(0))
                .isEqualTo("no activation; 2x2 maximum pool behind l0, l1");
        assertThat(texts(LENET, new Shape(1, 28, 28)))
                .doesNotHaveDuplicates()
                .contains("no activation; 2x2 maximum pool behind l1; padding 2 in l0; stride 2 in l0");
        assertThat(texts(layers(new int[] {6, 2, 5, 5}, new int[] {10, 6}), new Shape(3, 28, 28)))
                .isEmpty();
    }

    /** Every graph takes what its layers give: the sizes behind each layer fit the next. */
    @Test
    void allGraphsFitTheirTensors() {
        for (Graph graph : GraphSearch.graphs(LENET, new Shape(1, 28, 28))) {
            List<Shape> outputs = graph.outputs(LENET);
            Block last = graph.blocks().get(1);
            Shape pooled = last.pool()
                    .map(pool -> new Shape(
                            16,
                            pool.window().outHeight(outputs.get(1).height()),
                            pool.window().outWidth(outputs.get(1).width())))
                    .orElse(outputs.get(1));
            assertThat(pooled.elements()).isEqualTo(400);
        }
    }

    @Test
    void groupsAreReadFromTheChannels() {
        List<WeightedTensors> depthwise =
                layers(new int[] {8, 3, 3, 3}, new int[] {8, 1, 3, 3}, new int[] {16, 4, 1, 1}, new int[] {5, 16});
        Graph graph = GraphSearch.graphs(depthwise, new Shape(3, 10, 12)).get(0);
        assertThat(graph.blocks()).extracting(Block::groups).containsExactly(1, 8, 2, 1);
        assertThat(graph.outputs(depthwise).get(3)).isEqualTo(new Shape(5, 1, 1));
    }

    /** Twelve convolutions that keep the size: far too many ways to place pools, and still some are found. */
    @Test
    void deepNetworksDoNotExplode() {
        int[][] shapes = new int[13][];
        shapes[0] = new int[] {4, 3, 3, 3};
        for (int i = 1; i < 12; i++) {
            shapes[i] = new int[] {4, 4, 3, 3};
        }
        shapes[12] = new int[] {7, 4 * 4 * 4};
        assertThat(GraphSearch.graphs(layers(shapes), new Shape(3, 32, 32)))
                .hasSize(GraphSearch.MOST_GRAPHS)
                .extracting(Graph::unusualSteps)
                .isSorted();
    }

    @Test
    void layersThatFitNothingHaveNoGraph() {
        assertThat(GraphSearch.graphs(layers(new int[] {6, 1, 5, 5}, new int[] {9, 401}), new Shape(1, 28, 28)))
                .isEmpty();
    }
}
