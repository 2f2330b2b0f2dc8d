package intaglio.inspect;

import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Words for a graph: what its tensors do not say. */
final class GraphText {

    private final Graph graph;
    private final List<WeightedTensors> tensors;

    GraphText(Graph graph, List<WeightedTensors> tensors) {
        this.graph = graph;
        this.tensors = tensors;
    }

    /** For instance {@code tanh; 2x2 average pools behind c1, c3; padding 2 in c1}. */
    String all() {
        List<String> parts = new ArrayList<>(functions());
        parts.addAll(pools());
        parts.addAll(windows());
        parts.addAll(orders());
        return String.join("; ", parts);
    }

    private List<String> functions() {
        int hidden = graph.blocks().size() - 1;
        Map<String, List<String>> places = new LinkedHashMap<>();
        for (int i = 0; i < hidden; i++) {
            places.computeIfAbsent(graph.blocks().get(i).function().word(), word -> new ArrayList<>())
                    .add(tensors.get(i).prefix());
        }
        if (places.size() == 1) {
            return List.of(places.keySet().iterator().next());
        }
        return places.entrySet().stream()
                .map(place -> place.getKey() + " behind " + String.join(", ", place.getValue()))
                .toList();
    }

    private List<String> pools() {
        Map<String, List<String>> places = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            String label = tensors.get(i).prefix();
            graph.blocks()
                    .get(i)
                    .pool()
                    .ifPresent(pool -> places.computeIfAbsent(text(pool), word -> new ArrayList<>())
                            .add(label));
        }
        return places.entrySet().stream()
                .map(place -> place.getKey() + " pool behind " + String.join(", ", place.getValue()))
                .toList();
    }

    /** For instance {@code 2x2 average}. */
    static String text(Block.Pool pool) {
        Window window = pool.window();
        String step = window.strideY() == window.kernelHeight() && window.strideX() == window.kernelWidth()
                ? ""
                : ", stride " + window.strideY() + ",";
        return window.kernelHeight() + "x" + window.kernelWidth() + " "
                + (pool.kind() == PoolKind.AVERAGE ? "average" : "maximum") + step;
    }

    private List<String> windows() {
        Map<String, List<String>> places = new TreeMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            Window window = graph.blocks().get(i).window();
            String label = tensors.get(i).prefix();
            if (window != null && window.isPadded()) {
                places.computeIfAbsent("padding " + padding(window), word -> new ArrayList<>())
                        .add(label);
            }
            if (window != null && window.strideY() > 1) {
                places.computeIfAbsent("stride " + window.strideY(), word -> new ArrayList<>())
                        .add(label);
            }
        }
        return places.entrySet().stream()
                .map(place -> place.getKey() + " in " + String.join(", ", place.getValue()))
                .toList();
    }

    /** One number where rows and columns have the same. */
    static String padding(Window window) {
        return pair(window.padTop(), window.padLeft());
    }

    /** Rows and columns; one number where they are the same. */
    static String pair(int rows, int columns) {
        return rows == columns ? Integer.toString(rows) : rows + "x" + columns;
    }

    private List<String> orders() {
        List<String> orders = new ArrayList<>();
        if (graph.blocks().stream().anyMatch(Block::poolFirst)) {
            orders.add("pools before " + graph.function().word());
        }
        if (hasNormLast()) {
            orders.add("batch normalization behind " + graph.function().word());
        }
        return orders;
    }

    private boolean hasNormLast() {
        for (int i = 0; i < tensors.size(); i++) {
            if (graph.blocks().get(i).normLast() && tensors.get(i).norm().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** What the compiler does not build, as sentences; none where it builds the network. */
    List<String> unsupported() {
        List<String> reasons = new ArrayList<>();
        if (graph.blocks().stream().anyMatch(Block::poolFirst)) {
            reasons.add("a pool between a layer and its activation is not supported");
        }
        if (hasNormLast()) {
            reasons.add("a batch normalization behind an activation is not supported in a state_dict");
        }
        return reasons;
    }
}
