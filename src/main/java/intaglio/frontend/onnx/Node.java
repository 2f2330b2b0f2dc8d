package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import intaglio.diag.Problems;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One node of the graph: its attributes by type, its constant inputs, and a place to report what is wrong with it. */
final class Node {

    private static final Set<String> QONNX =
            Set.of("qonnx.custom_op.general", "finn.custom_op.general", "onnx.brevitas");
    private static final Set<String> QUANTIZERS = Set.of("Quant", "BipolarQuant", "Trunc");

    private final NodeProto proto;
    private final String where;
    private final long opset;
    private final Map<String, Constant> constants;
    private final Problems problems;
    private final Map<String, AttributeProto> attributes = new HashMap<>();

    /**
     * Wraps a node.
     *
     * @param where the file
     * @param opset version of the operators
     * @param constants the tensors known so far, by name
     */
    Node(NodeProto proto, String where, long opset, Map<String, Constant> constants, Problems problems) {
        this.proto = proto;
        this.where = where + ": node '" + shownName(proto) + "' (" + Text.printable(proto.getOpType()) + ")";
        this.opset = opset;
        this.constants = constants;
        this.problems = problems;
        for (AttributeProto attribute : proto.getAttributeList()) {
            if (attributes.put(attribute.getName(), attribute) != null) {
                String name = Text.printable(attribute.getName());
                problem("has the attribute '" + name + "' twice", "export the model again");
            }
        }
    }

    /** An unnamed node is called after its output. */
    private static String shownName(NodeProto proto) {
        String name = proto.getName().isEmpty() && proto.getOutputCount() > 0 ? proto.getOutput(0) : proto.getName();
        return Text.printable(name);
    }

    /** For messages: the file, the node's name and its operator. */
    String where() {
        return where;
    }

    /** Empty where the exporter gave none. */
    String name() {
        return proto.getName();
    }

    String op() {
        return proto.getOpType();
    }

    /** Empty for ONNX's own operators, and for onnxruntime's of the same name and meaning. */
    String domain() {
        boolean same = proto.getDomain().equals("ai.onnx")
                || (proto.getDomain().equals("com.microsoft") && isQuantization(proto))
                || isQonnx(proto);
        return same ? "" : proto.getDomain();
    }

    /** Whether it is one of QONNX's quantizers, under any of the domains that it has had. */
    private static boolean isQonnx(NodeProto proto) {
        return QONNX.contains(proto.getDomain()) && QUANTIZERS.contains(proto.getOpType());
    }

    /** Whether it quantizes or dequantizes. */
    static boolean isQuantization(NodeProto proto) {
        return isQonnx(proto)
                || proto.getOpType().equals("QuantizeLinear")
                || proto.getOpType().equals("DequantizeLinear");
    }

    long opset() {
        return opset;
    }

    List<String> inputs() {
        return proto.getInputList();
    }

    List<String> outputs() {
        return proto.getOutputList();
    }

    Problems problems() {
        return problems;
    }

    void problem(String what, String help) {
        problems.add(where, what, help);
    }

    /** Whether there is such an input; optional ones may be left out by an empty name. */
    boolean hasInput(int index) {
        return index < proto.getInputCount() && !proto.getInput(index).isEmpty();
    }

    /** The input's value where it is known before any image is, or null. */
    Constant constant(int index) {
        return hasInput(index) ? constants.get(proto.getInput(index)) : null;
    }

    boolean hasAttribute(String name) {
        return attributes.containsKey(name);
    }

    AttributeProto attribute(String name) {
        return attributes.get(name);
    }

    /** Reports attributes that are not known: ignoring one could change what the network computes. */
    void refuseAttributesBesides(Collection<String> known) {
        for (String name : new TreeSet<>(attributes.keySet())) {
            if (!known.contains(name) || !attributes.get(name).getRefAttrName().isEmpty()) {
                problem(
                        "has the attribute '" + Text.printable(name) + "', which is not known here",
                        "export the model with opset 13 or another one of 7..25");
            }
        }
    }

    long integer(String name, long otherwise) {
        AttributeProto attribute = typed(name, AttributeProto.AttributeType.INT);
        return attribute == null ? otherwise : attribute.getI();
    }

    float real(String name, float otherwise) {
        AttributeProto attribute = typed(name, AttributeProto.AttributeType.FLOAT);
        return attribute == null ? otherwise : attribute.getF();
    }

    String text(String name, String otherwise) {
        AttributeProto attribute = typed(name, AttributeProto.AttributeType.STRING);
        return attribute == null ? otherwise : attribute.getS().toStringUtf8();
    }

    /** Null where it is absent. */
    long[] integers(String name) {
        AttributeProto attribute = typed(name, AttributeProto.AttributeType.INTS);
        return attribute == null
                ? null
                : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    private AttributeProto typed(String name, AttributeProto.AttributeType type) {
        AttributeProto attribute = attributes.get(name);
        if (attribute != null && attribute.getType() != type) {
            problem(
                    "its attribute '" + name + "' is of type " + attribute.getType() + ", " + type + " is needed",
                    "export the model again");
            return null;
        }
        return attribute;
    }
}
