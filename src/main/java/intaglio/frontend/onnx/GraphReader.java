package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import intaglio.diag.Problems;
import intaglio.ir.FunctionKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks the graph from its input to its output and builds the layers; everything that is refused is reported on the
 * way.
 */
final class GraphReader {

    private final Path file;
    private final GraphProto graph;
    private final long opset;
    private final Problems problems;
    private final ConstantReader reader;
    private final Map<String, Constant> constants = new HashMap<>();

    /** Tensors that depend on the image. */
    private final Map<String, Flow> flows = new HashMap<>();

    /** In an order in which each follows those that it reads from. */
    private final List<NodeProto> nodes;

    /** Nodes that have no place in such an order. */
    private final int cyclic;

    private final Set<String> needed;

    /** How often needed nodes and the graph's outputs read the data of a tensor. */
    private final Map<String, Integer> readers = new HashMap<>();

    private final UnsupportedNodes unsupported = new UnsupportedNodes();

    GraphReader(Path file, GraphProto graph, long opset, Problems problems) {
        this.file = file;
        this.graph = graph;
        this.opset = opset;
        this.problems = problems;
        this.reader = new ConstantReader(file, problems);
        List<NodeProto> ordered = NodeOrder.of(graph);
        this.cyclic = graph.getNodeCount() - ordered.size();
        this.nodes = FunctionSubgraphs.collapsed(ordered, graph);
        this.needed = Liveness.needed(graph, nodes);
        nodes.stream()
                .filter(node -> isNeeded(node) && !node.getOpType().equals("Shape"))
                .flatMap(node -> node.getInputList().stream())
                .forEach(tensor -> readers.merge(tensor, 1, Integer::sum));
    }

    private boolean isNeeded(NodeProto node) {
        return node.getOutputList().stream().anyMatch(needed::contains);
    }

    /** The output; of no use where problems were added. */
    Flow read(GraphInput input, GraphDraft draft) {
        boolean quantized = graph.getNodeList().stream().anyMatch(node -> Node.isQuantization(node) && isNeeded(node));
        give(input.name(), new Flow(input, draft, quantized));
        for (TensorProto tensor : graph.getInitializerList()) {
            if (needed.contains(tensor.getName())) {
                define(reader.read(tensor, tensor.getName()));
            }
        }
        if (cyclic > 0) {
            problems.add(
                    file + ": graph",
                    "has a cycle: " + cyclic + " of its " + graph.getNodeCount()
                            + " nodes need what they give themselves",
                    "export the model again");
            return null;
        }
        for (NodeProto proto : nodes) {
            if (isNeeded(proto)) {
                visit(new Node(proto, file.toString(), opset, constants, problems));
            }
        }
        return output();
    }

    private void visit(Node node) {
        List<Integer> data = new ArrayList<>();
        boolean known = true;
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.inputs().get(i);
            if (flows.containsKey(input)) {
                data.add(i);
            } else if (!input.isEmpty() && !constants.containsKey(input)) {
                node.problem("reads '" + Text.printable(input) + "', which no node gives", "export the model again");
                known = false;
            }
        }
        boolean shape = node.op().equals("Shape") && !data.isEmpty();
        if (known && node.domain().isEmpty() && (data.isEmpty() || shape)) {
            constant(node);
        } else if (data.isEmpty()) {
            if (known) {
                unsupported.add(node);
            }
            node.outputs().forEach(output -> define(Constant.unreadable(output)));
        } else if (known) {
            data(node, data);
        } else {
            outputs(node, lost(node, data.get(0)));
        }
    }

    /** A node that no image goes through. */
    private void constant(Node node) {
        Constant constant = switch (node.op()) {
            case "Constant" -> ConstantNodes.read(node, reader);
            case "Shape" ->
                node.hasInput(0) && flows.containsKey(node.inputs().get(0))
                        ? ConstantArithmetic.shape(
                                node, sizes(flows.get(node.inputs().get(0))))
                        : ConstantArithmetic.evaluate(node);
            default -> ConstantArithmetic.evaluate(node);
        };
        // An unreadable input or an unknown shape has its cause, which is reported.
        boolean readable = node.inputs().stream()
                .allMatch(name ->
                        constants.containsKey(name) ? constants.get(name).isReadable() : name.isEmpty());
        if (constant == null && (readable || (problems.isEmpty() && unsupported.isEmpty()))) {
            node.problem("computes with constants only", "fold constants on export, or with the tool onnxsim");
        }
        for (String output : node.outputs()) {
            define(constant == null ? Constant.unreadable(output) : constant);
        }
    }

    /** Sizes behind the batch; null where they are not known. */
    private static int[] sizes(Flow flow) {
        return flow.paddedBy() == null ? flow.dims() : null;
    }

    private Flow taken(Node node, int input) {
        return flows.get(node.inputs().get(input)).copy();
    }

    private Flow lost(Node node, int input) {
        Flow flow = taken(node, input);
        flow.lose();
        return flow;
    }

    /** A node that the images go through. */
    private void data(Node node, List<Integer> inputs) {
        JoinOperator join = inputs.size() > 1 || Operators.isJoin(node) ? Operators.join(node) : null;
        Operator operator = Operators.of(node);
        if (join != null) {
            outputs(node, join(node, join, inputs));
        } else if (operator == null) {
            unsupported.add(node);
            Flow flow = taken(node, inputs.get(0));
            if (inputs.size() == 1 && Operators.keepsSizes(node)) {
                flow.loseValues();
            } else {
                flow.lose();
            }
            outputs(node, flow);
        } else if (inputs.size() > 1) {
            node.problem(
                    "has " + inputs.size() + " inputs that depend on the image",
                    "let branches meet in an Add, a Sub, a Sum or a Concat");
            outputs(node, lost(node, inputs.get(0)));
        } else {
            Flow flow = taken(node, inputs.get(0));
            apply(node, operator, inputs.get(0), flow);
            outputs(node, flow);
        }
    }

    /** A node with one input that depends on the image. */
    private void apply(Node node, Operator operator, int input, Flow flow) {
        if (!flow.mayGoOn() && !operator.mayFollowEnd()) {
            refuseBehindEnd(node, flow);
            return;
        }
        if (flow.end() != null && !operator.mayFollowEnd()) {
            reopen(flow);
        }
        if (flow.paddedBy() != null && !operator.mayFollowPadding()) {
            node.problem(
                    "follows a padding ('" + Text.printable(flow.paddedBy().name()) + "'), which only a Conv or a pool"
                            + " can take over",
                    "pad in the convolution, or choose sizes that need no padding");
            flow.lose();
        }
        node.refuseAttributesBesides(operator.attributes());
        if (flow.isBytes() && !operator.mayReadIntegers()) {
            node.problem("computes with the bytes of the image", "put a Cast to float32 before it");
            flow.castBytes();
            flow.lose();
        } else if (flow.quantization().areIntegers() && !operator.mayReadIntegers()) {
            refuseIntegers(node);
            flow.lose();
        } else if (flow.end() == null
                || operator instanceof EndOperator
                || (flow.mayGoOn() && !flow.quantization().isActive())) {
            operator.apply(node, input, flow);
        }
    }

    private static void refuseIntegers(Node node) {
        node.problem("reads integers, which QuantizeLinear has made", "put a DequantizeLinear before it");
    }

    private static void refuseBehindEnd(Node node, Flow flow) {
        node.problem(
                "follows " + flow.end().op() + ", which is supported at the end only",
                "leave " + flow.end().op() + " out");
    }

    private static void reopen(Flow flow) {
        new FunctionOperator(FunctionKind.SIGMOID).apply(flow.reopen(), 0, flow);
    }

    /** A node where branches meet. */
    private Flow join(Node node, JoinOperator join, List<Integer> inputs) {
        node.refuseAttributesBesides(join.attributes());
        List<Flow> all = inputs.stream().map(input -> taken(node, input)).toList();
        Flow first = all.get(0);
        boolean good = true;
        for (Flow flow : all) {
            if (flow.end() != null && flow.mayGoOn()) {
                reopen(flow);
            } else if (flow.end() != null) {
                refuseBehindEnd(node, flow);
                good = false;
            }
            good &= flow.isKnown() && flow.paddedBy() == null && !flow.isBytes();
            if (flow.paddedBy() != null) {
                node.problem(
                        "follows a padding ('" + Text.printable(flow.paddedBy().name()) + "')", "pad in a convolution");
            }
        }
        if (inputs.size() < node.inputs().size()) {
            node.problem(
                    "puts constants and data together",
                    "leave the constants out, or add them before the branches meet");
            good = false;
        } else if (!join.mayReadIntegers()
                && all.stream().anyMatch(flow -> flow.quantization().areIntegers())) {
            refuseIntegers(node);
            good = false;
        }
        Flow joined = !good ? null : all.size() == 1 ? first : join.apply(node, all);
        if (joined == null) {
            first.lose();
        }
        return joined == null ? first : joined;
    }

    private void outputs(Node node, Flow flow) {
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            if (output.isEmpty()) {
                continue;
            }
            if (i == 0) {
                give(output, flow);
            } else if (needed.contains(output)) {
                node.problem("its output " + i + " ('" + Text.printable(output) + "') is used", "use output 0 only");
                define(Constant.unreadable(output));
            }
        }
    }

    private void give(String tensor, Flow flow) {
        once(tensor);
        if (readers.getOrDefault(tensor, 0) > 1) {
            if (flow.end() != null && flow.mayGoOn()) {
                reopen(flow);
            }
            flow.share();
        }
        flows.put(tensor, flow);
    }

    private void define(Constant constant) {
        once(constant.name());
        constants.put(constant.name(), constant);
    }

    private void once(String name) {
        if (constants.containsKey(name) || flows.containsKey(name)) {
            problems.add(file + ": tensor '" + Text.printable(name) + "'", "is given twice", "export the model again");
        }
    }

    /** The tensor at the end; null, reported, where there is none. */
    private Flow output() {
        unsupported.report();
        if (graph.getOutputCount() != 1) {
            problems.add(
                    file + ": graph",
                    "has " + graph.getOutputCount() + " outputs, 1 is supported",
                    "keep the logits alone");
            return null;
        }
        String name = graph.getOutput(0).getName();
        Flow flow = flows.get(name);
        if (flow == null) {
            if (problems.isEmpty()) {
                problems.add(
                        file + ": graph",
                        "its output '" + Text.printable(name) + "' does not depend on the image",
                        "export the model again");
            }
            return null;
        }
        if (flow.paddedBy() != null) {
            flow.paddedBy().problem("pads the output of the network", "leave it out");
        }
        if (problems.isEmpty() && !flow.isKnown()) {
            throw new IllegalStateException("shapes of " + file + " got lost without a reason");
        }
        return flow;
    }
}
