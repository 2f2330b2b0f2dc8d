package intaglio.inspect;

import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * Finds paddings, strides and pools with which the layers of a state_dict fit each other: the size behind the last
 * convolution must be what the first dense layer takes. The most usual ones come first.
 */
final class GraphSearch {

    /** Graphs that are tried; the most unusual of very many are left out. */
    static final int MOST_GRAPHS = 48;

    private static final int MOST_PATHS = 50_000;

    /** Costs of what is possible, but not usual. */
    private static final int ODD_PADDING = 3;

    private static final int MIXED_PADDING = 1;
    private static final int STRIDE = 2;
    private static final int ODD_POOL = 2;
    private static final int OVERLAPPING_POOL = 3;

    private final List<WeightedTensors> layers;
    private final Map<State, Boolean> possible = new HashMap<>();

    private GraphSearch(List<WeightedTensors> layers) {
        this.layers = layers;
    }

    /** Where a path stands: the next layer and the shape that it takes. */
    private record State(int layer, Shape shape) {}

    /** One way to build a block and what it costs. */
    private record Choice(Block block, Shape output, int cost) {}

    private record Path(State state, List<Block> blocks, int cost, boolean padded, int number) {}

    /** All graphs for one input, the most usual first; none where the layers do not fit it. */
    static List<Graph> graphs(List<WeightedTensors> layers, Shape input) {
        return new GraphSearch(layers).run(input);
    }

    private List<Graph> run(Shape input) {
        PriorityQueue<Path> queue =
                new PriorityQueue<>(Comparator.comparingInt(Path::cost).thenComparingInt(Path::number));
        List<Graph> graphs = new ArrayList<>();
        queue.add(new Path(new State(0, input), List.of(), 0, false, 0));
        int number = 0;
        while (!queue.isEmpty() && graphs.size() < MOST_GRAPHS && number < MOST_PATHS) {
            Path path = queue.poll();
            if (path.state().layer() == layers.size()) {
                graphs.add(new Graph(input, path.blocks(), path.cost()));
                continue;
            }
            for (Choice choice : choices(path.state())) {
                State next = new State(path.state().layer() + 1, choice.output());
                if (isPossible(next)) {
                    number++;
                    queue.add(extended(path, choice, next, number));
                }
            }
        }
        return graphs;
    }

    private static Path extended(Path path, Choice choice, State next, int number) {
        Window window = choice.block().window();
        boolean large = window != null && window.area() > 1;
        boolean padded = large ? window.isPadded() : path.padded();
        boolean first = path.blocks().stream()
                .noneMatch(block -> block.window() != null && block.window().area() > 1);
        int mixed = large && !first && padded != path.padded() ? MIXED_PADDING : 0;
        return new Path(
                next,
                Stream.concat(path.blocks().stream(), Stream.of(choice.block())).toList(),
                path.cost() + choice.cost() + mixed,
                padded,
                number);
    }

    /** Whether any path leads from here to an output vector. */
    private boolean isPossible(State state) {
        if (state.layer() == layers.size()) {
            return state.shape().pixels() == 1;
        }
        Boolean known = possible.get(state);
        if (known == null) {
            known = choices(state).stream()
                    .anyMatch(choice -> isPossible(new State(state.layer() + 1, choice.output())));
            possible.put(state, known);
        }
        return known;
    }

    private List<Choice> choices(State state) {
        WeightedTensors layer = layers.get(state.layer());
        if (layer.isConvolution()) {
            return convolutions(layer, state.shape());
        }
        return layer.inputs() == state.shape().elements()
                ? List.of(new Choice(block(null, 1, Optional.empty()), Shape.vector(layer.outChannels()), 0))
                : List.of();
    }

    private static Block block(Window window, int groups, Optional<Window> pool) {
        return new Block(
                window, groups, Function.NONE, false, pool.map(found -> new Block.Pool(PoolKind.MAX, found)), false);
    }

    private static List<Choice> convolutions(WeightedTensors layer, Shape input) {
        if (input.channels() % layer.inputs() != 0) {
            return List.of();
        }
        int groups = input.channels() / layer.inputs();
        if (layer.outChannels() % groups != 0) {
            return List.of();
        }
        List<Choice> choices = new ArrayList<>();
        for (int stride : strides(layer)) {
            for (int padding = 0; padding <= Math.max(layer.kernelHeight(), layer.kernelWidth()) / 2; padding++) {
                Window window = window(layer, stride, padding);
                int height = window.outHeight(input.height());
                int width = window.outWidth(input.width());
                int cost = (stride == 1 || stride == layer.kernelHeight() ? 0 : STRIDE) + paddingCost(layer, padding);
                if (height > 0 && width > 0 && !(stride > 1 && height * width == 1)) {
                    addPools(choices, window, groups, new Shape(layer.outChannels(), height, width), cost);
                }
            }
        }
        return choices;
    }

    /** Of the rows; in the columns as much less as the kernel is narrower there. */
    private static Window window(WeightedTensors layer, int stride, int padding) {
        int largest = Math.max(layer.kernelHeight(), layer.kernelWidth()) / 2;
        int rows = Math.max(0, padding - (largest - layer.kernelHeight() / 2));
        int columns = Math.max(0, padding - (largest - layer.kernelWidth() / 2));
        return Window.of(layer.kernelHeight(), layer.kernelWidth(), stride, stride, rows, columns);
    }

    /** Steps of 1 and 2, and the kernel's own for patches. */
    private static List<Integer> strides(WeightedTensors layer) {
        int kernel = layer.kernelHeight();
        return kernel == 1
                ? List.of(1)
                : kernel == 2 || kernel != layer.kernelWidth()
                        ? List.of(1, 2)
                        : Stream.of(1, 2, kernel % 2 == 0 ? kernel : 1)
                                .distinct()
                                .toList();
    }

    /** None, and as much as keeps the size, are usual. */
    private static int paddingCost(WeightedTensors layer, int padding) {
        int kernel = Math.max(layer.kernelHeight(), layer.kernelWidth());
        return padding == 0 || (kernel % 2 == 1 && padding == kernel / 2) ? 0 : ODD_PADDING;
    }

    private static void addPools(List<Choice> choices, Window window, int groups, Shape output, int cost) {
        choices.add(new Choice(block(window, groups, Optional.empty()), output, cost));
        addPool(choices, window, groups, output, Window.of(2, 2, 2, 2, 0, 0), cost);
        addPool(choices, window, groups, output, Window.of(3, 3, 2, 2, 0, 0), cost + ODD_POOL);
        addPool(choices, window, groups, output, Window.of(3, 3, 3, 3, 0, 0), cost + ODD_POOL);
        addPool(choices, window, groups, output, Window.of(4, 4, 4, 4, 0, 0), cost + ODD_POOL);
        addPool(choices, window, groups, output, Window.of(2, 2, 1, 1, 0, 0), cost + OVERLAPPING_POOL);
        int height = output.height();
        int width = output.width();
        boolean isNew = height * width > 1 && (height != width || height > 4);
        if (isNew) {
            addPool(choices, window, groups, output, Window.of(height, width, height, width, 0, 0), cost + ODD_POOL);
        }
    }

    private static void addPool(List<Choice> choices, Window window, int groups, Shape output, Window pool, int cost) {
        int height = pool.outHeight(output.height());
        int width = pool.outWidth(output.width());
        // With a single position the stride is of no effect.
        boolean sameAsAnother = height * width == 1 && pool.strideY() != pool.kernelHeight();
        if (height > 0 && width > 0 && !sameAsAnother) {
            choices.add(new Choice(
                    block(window, groups, Optional.of(pool)), new Shape(output.channels(), height, width), cost));
        }
    }
}
