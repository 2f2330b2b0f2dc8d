package intaglio.frontend.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes whose operators are not read: each operator is reported once, with the first of its nodes and their number. */
final class UnsupportedNodes {

    private final Map<String, List<Node>> byOperator = new LinkedHashMap<>();

    void add(Node node) {
        byOperator
                .computeIfAbsent(node.domain() + " " + node.op(), operator -> new ArrayList<>())
                .add(node);
    }

    boolean isEmpty() {
        return byOperator.isEmpty();
    }

    void report() {
        byOperator.values().forEach(UnsupportedNodes::report);
    }

    private static void report(List<Node> nodes) {
        Node first = nodes.get(0);
        String domain = first.domain().isEmpty() ? "" : " of domain '" + Text.printable(first.domain()) + "'";
        String more = nodes.size() == 1 ? "" : " (here and in " + (nodes.size() - 1) + " more nodes)";
        first.problem(
                "the operator " + Text.printable(first.op()) + domain + " is not supported" + more,
                Operators.rewrite(first));
    }
}
