package intaglio.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which tensors each node of a network reads, by number: for code that keeps its tensors in a list. */
public final class Wiring {

    /** Stands for the network's input. */
    private static final int INPUT = -1;

    private final List<int[]> inputs = new ArrayList<>();

    public Wiring(Network network) {
        Map<String, Integer> numbers = new HashMap<>();
        numbers.put(Network.INPUT, INPUT);
        for (Node node : network.nodes()) {
            inputs.add(node.inputs().stream().mapToInt(numbers::get).toArray());
            numbers.put(node.label(), numbers.size() - 1);
        }
    }

    /**
     * What a node reads, in order.
     *
     * @param node number of the node
     * @param input the network's input
     * @param outputs of the nodes, by number
     */
    public <T> List<T> inputs(int node, T input, List<? extends T> outputs) {
        List<T> read = new ArrayList<>();
        for (int number : inputs.get(node)) {
            read.add(number == INPUT ? input : outputs.get(number));
        }
        return read;
    }
}
