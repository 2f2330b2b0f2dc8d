package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which tensors the outputs of a graph depend on; nodes that give none of them change nothing and are left out. */
final class Liveness {

    private Liveness() {}

    /**
     * Names of the tensors.
     *
     * @param nodes in an order in which each follows those that it reads from
     */
    static Set<String> needed(GraphProto graph, List<NodeProto> nodes) {
        Set<String> needed = new HashSet<>();
        for (ValueInfoProto output : graph.getOutputList()) {
            needed.add(output.getName());
        }
        // One pass backwards sees every reader before the node that it reads from.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (nodes.get(i).getOutputList().stream().anyMatch(needed::contains)) {
                needed.addAll(nodes.get(i).getInputList());
            }
        }
        needed.remove("");
        return needed;
    }
}
