package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import intaglio.diag.Problems;
import intaglio.ir.FunctionKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks the graph from its input to its output and builds the chain of layers; everything that is refused is reported on the way. */
final class GraphReader {

    private static final String SEQUENTIAL =
            "only sequential networks are supported: take the branch (skip connection, second head) out, train again";

    private final Path file;
    private final GraphProto graph;
    private final long opset;
    private final Problems problems;
    private final ConstantReader reader;
    private final Map<String, Constant> constants = new HashMap<>();

    /** Tensors that depend on the image, with their sizes behind the batch; null where these are unknown. */
    private final Map<String, int[]> computed = new HashMap<>();

    /** In an order in which each follows those that it reads from. */
    private final List<NodeProto> nodes;

    /** Nodes that have no place in such an order. */
    private final int cyclic;

    private final Set<String> needed;
    private final UnsupportedNodes unsupported = new UnsupportedNodes();
    private LayerChain chain;

    /** Name of the tensor that the next node must read. */
    private String current;

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
    }

    /** The chain of layers; of no use where problems were added. */
    LayerChain read(GraphInput input) {
        boolean quantized = graph.getNodeList().stream()
                .anyMatch(node -> Node.isQuantization(node)
                        && node.getOutputList().stream().anyMatch(needed::contains));
        chain = new LayerChain(input, quantized);
        current = input.name();
        computed.put(current, chain.dims());
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
            return chain;
        }
        for (NodeProto proto : nodes) {
            if (proto.getOutputList().stream().anyMatch(needed::contains)) {
                visit(new Node(proto, file.toString(), opset, constants, problems));
            }
        }
        finish();
        return chain;
    }

    private void visit(Node node) {
        List<Integer> data = new ArrayList<>();
        boolean known = true;
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.inputs().get(i);
            if (computed.containsKey(input)) {
                data.add(i);
            } else if (!input.isEmpty() && !constants.containsKey(input)) {
                node.problem("reads '" + Text.printable(input) + "', which no node gives", "export the model again");
                known = false;
            }
        }
        if (!known) {
            chain.lose();
            outputs(node);
            return;
        }
        boolean shape = node.op().equals("Shape") && !data.isEmpty();
        if (node.domain().isEmpty() && (data.isEmpty() || shape)) {
            constant(node);
        } else if (data.isEmpty()) {
            unsupported.add(node);
            node.outputs().forEach(output -> define(Constant.unreadable(output)));
        } else {
            data(node, data);
        }
    }

    /** A node that no image goes through. */
    private void constant(Node node) {
        Constant constant = switch (node.op()) {
            case "Constant" -> ConstantNodes.read(node, reader);
            case "Shape" ->
                node.hasInput(0) && computed.containsKey(node.inputs().get(0))
                        ? ConstantArithmetic.shape(
                                node, computed.get(node.inputs().get(0)))
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

    /** A node that the images go through. */
    private void data(Node node, List<Integer> inputs) {
        Operator operator = Operators.of(node);
        if (operator == null) {
            unsupported.add(node);
        } else if (inputs.size() > 1) {
            node.problem("has " + inputs.size() + " inputs that depend on the image", SEQUENTIAL);
        } else if (chain.mayGoOn() || operator.mayFollowEnd()) {
            if (chain.end() != null && !operator.mayFollowEnd()) {
                new FunctionOperator(FunctionKind.SIGMOID).apply(chain.reopen(), 0, chain);
            }
            follow(node, inputs.get(0));
            node.refuseAttributesBesides(operator.attributes());
            if (chain.isBytes() && !operator.mayReadIntegers()) {
                node.problem("computes with the bytes of the image", "put a Cast to float32 before it");
                chain.castBytes();
                chain.lose();
            } else if (chain.quantization().areIntegers() && !operator.mayReadIntegers()) {
                node.problem("reads integers, which QuantizeLinear has made", "put a DequantizeLinear before it");
                chain.lose();
            } else if (chain.end() == null
                    || operator instanceof EndOperator
                    || (chain.mayGoOn() && !chain.quantization().isActive())) {
                operator.apply(node, inputs.get(0), chain);
            }
        } else {
            node.problem(
                    "follows " + chain.end().op() + ", which is supported at the end only",
                    "leave " + chain.end().op() + " out");
        }
        if (operator == null && inputs.size() == 1 && Operators.keepsSizes(node)) {
            chain.loseValues();
        } else if (operator == null || inputs.size() > 1) {
            chain.lose();
        }
        outputs(node);
    }

    /** Whether the node reads what the node before it gives, padding included. */
    private void follow(Node node, int input) {
        String read = node.inputs().get(input);
        if (!read.equals(current)) {
            node.problem(
                    "reads '" + Text.printable(read) + "', which another node has read before: the graph branches",
                    SEQUENTIAL);
            chain.lose();
        }
        Operator operator = Operators.of(node);
        if (chain.paddedBy() != null && !operator.mayFollowPadding()) {
            node.problem(
                    "follows a padding ('" + Text.printable(chain.paddedBy().name()) + "'), which only a Conv can"
                            + " take over",
                    "pad in the convolution, or choose sizes that need no padding");
            chain.lose();
        }
    }

    private void outputs(Node node) {
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            if (output.isEmpty()) {
                continue;
            }
            if (i == 0) {
                once(output);
                computed.put(output, chain.paddedBy() == null ? chain.dims() : null);
            } else if (needed.contains(output)) {
                node.problem("its output " + i + " ('" + Text.printable(output) + "') is used", "use output 0 only");
                define(Constant.unreadable(output));
            }
        }
        current = node.outputs().isEmpty() ? "" : node.outputs().get(0);
    }

    private void define(Constant constant) {
        once(constant.name());
        constants.put(constant.name(), constant);
    }

    private void once(String name) {
        if (constants.containsKey(name) || computed.containsKey(name)) {
            problems.add(file + ": tensor '" + Text.printable(name) + "'", "is given twice", "export the model again");
        }
    }

    private void finish() {
        chain.settle();
        unsupported.report();
        if (chain.paddedBy() != null) {
            chain.paddedBy().problem("pads the output of the network", "leave it out");
        }
        boolean single = graph.getOutputCount() == 1;
        if (!single) {
            problems.add(
                    file + ": graph",
                    "has " + graph.getOutputCount() + " outputs, 1 is supported",
                    "keep the logits alone");
        } else if (problems.isEmpty() && !graph.getOutput(0).getName().equals(current)) {
            problems.add(
                    file + ": graph",
                    "its output '" + Text.printable(graph.getOutput(0).getName()) + "' is not what the last node gives",
                    SEQUENTIAL);
        }
        int[] dims = chain.dims();
        if (problems.isEmpty() && (dims == null || chain.isLost())) {
            throw new IllegalStateException("shapes of " + file + " got lost without a reason");
        }
        if (problems.isEmpty() && Arrays.stream(dims).filter(size -> size != 1).count() > 1) {
            problems.add(
                    file + ": graph",
                    "its output has the shape " + chain.shapeText() + ", needed is a vector",
                    "end with a Gemm, MatMul, or a pool or convolution that leaves one pixel");
        }
    }
}
