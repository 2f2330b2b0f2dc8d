package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The nodes of a graph in an order in which each follows those that it reads from. ONNX demands this order of the file;
 * not every exporter keeps it, and ONNX Runtime does not need it.
 */
final class NodeOrder {

    private final List<NodeProto> nodes;

    /** Index of the node that gives a tensor; the last one where two do, which is reported elsewhere. */
    private final Map<String, Integer> givers = new HashMap<>();

    private NodeOrder(List<NodeProto> nodes) {
        this.nodes = nodes;
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).getOutputList()) {
                if (!output.isEmpty()) {
                    givers.put(output, i);
                }
            }
        }
    }

    /**
     * The nodes, as near to the order of the file as can be. Nodes of a cycle, and all that follow them, are left out:
     * then there are fewer than in the graph.
     */
    static List<NodeProto> of(GraphProto graph) {
        return new NodeOrder(graph.getNodeList()).sorted();
    }

    private List<NodeProto> sorted() {
        int[] waiting = new int[nodes.size()];
        List<List<Integer>> readers = new ArrayList<>();
        nodes.forEach(node -> readers.add(new ArrayList<>()));
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String input : nodes.get(i).getInputList()) {
                Integer giver = givers.get(input);
                if (giver != null) {
                    readers.get(giver).add(i);
                    waiting[i]++;
                }
            }
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        List<NodeProto> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            sorted.add(nodes.get(next));
            for (int reader : readers.get(next)) {
                if (--waiting[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        return sorted;
    }
}
