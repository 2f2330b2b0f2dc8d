package intaglio.frontend.qdq;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Map;

/**
 * Rewrites models of the QOperator format, whose operators work on integers, in the QDQ format, where the same operators work
 * on real numbers between DequantizeLinear and QuantizeLinear. Both say the same: onnxruntime turns one into the other.
 */
public final class QdqRewriting {

    private static final String MICROSOFT = "com.microsoft";

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("QLinearConv", new QLinearConvRule()),
            Map.entry("QLinearMatMul", new QLinearRule("MatMul", 2, false)),
            Map.entry("QGemm", new QGemmRule()),
            Map.entry("QLinearAdd", new QLinearRule("Add", 2, false)),
            Map.entry("QLinearConcat", new QLinearConcatRule()),
            Map.entry("QLinearAveragePool", new QLinearRule("AveragePool", 1, true)),
            Map.entry("QLinearGlobalAveragePool", new QLinearRule("GlobalAveragePool", 1, true)),
            Map.entry("QLinearLeakyRelu", new QLinearRule("LeakyRelu", 1, false)),
            Map.entry("QLinearSigmoid", new QLinearRule("Sigmoid", 1, false)));

    private QdqRewriting() {}

    /** The model with all that has a rule rewritten; the same model where nothing has. */
    public static ModelProto rewrite(ModelProto model) {
        GraphProto graph = model.getGraph();
        if (graph.getNodeList().stream().noneMatch(node -> rule(node) != null)) {
            return model;
        }
        QdqWriter writer = new QdqWriter(graph);
        for (NodeProto node : graph.getNodeList()) {
            Rule rule = rule(node);
            if (rule == null) {
                writer.keep(node);
            } else {
                writer.begin(node);
                rule.write(node, writer);
            }
        }
        return model.toBuilder().setGraph(writer.graph()).build();
    }

    private static Rule rule(NodeProto node) {
        String domain = node.getDomain();
        boolean known = domain.isEmpty() || domain.equals("ai.onnx") || domain.equals(MICROSOFT);
        Rule rule = known ? RULES.get(node.getOpType()) : null;
        return rule == null || node.getInputCount() < rule.inputs() ? null : rule;
    }
}
