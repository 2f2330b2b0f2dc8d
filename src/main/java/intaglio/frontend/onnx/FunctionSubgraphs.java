package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Functions that exporters write as several operators on each element, {@code x * Sigmoid(x)} for SiLU: between one
 * tensor and another there are only such operators and numbers. Where they compute a function that is known they
 * become one node.
 */
final class FunctionSubgraphs {

    /** Nodes among which all of a function stand. */
    private static final int LONGEST = 64;

    private final List<NodeProto> nodes;
    private final Map<String, Set<Integer>> readers = new LinkedHashMap<>();
    private final Map<String, Integer> givers = new HashMap<>();
    private final Map<String, Double> numbers = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();

    private FunctionSubgraphs(List<NodeProto> nodes, GraphProto graph) {
        this.nodes = new ArrayList<>(nodes);
        graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(outputs::add);
        graph.getInitializerList().forEach(tensor -> number(tensor.getName(), tensor));
        for (int i = 0; i < nodes.size(); i++) {
            for (String input : nodes.get(i).getInputList()) {
                readers.computeIfAbsent(input, name -> new TreeSet<>()).add(i);
            }
            for (String output : nodes.get(i).getOutputList()) {
                givers.put(output, i);
            }
            if (nodes.get(i).getOpType().equals("Constant") && nodes.get(i).getOutputCount() == 1) {
                for (AttributeProto attribute : nodes.get(i).getAttributeList()) {
                    number(nodes.get(i).getOutput(0), attribute.getT());
                }
            }
        }
    }

    /** The nodes with known functions as one node each, in an order like before. */
    static List<NodeProto> collapsed(List<NodeProto> nodes, GraphProto graph) {
        FunctionSubgraphs functions = new FunctionSubgraphs(nodes, graph);
        functions.readers.forEach((tensor, read) -> {
            if (!functions.numbers.containsKey(tensor) && !tensor.isEmpty()) {
                functions.collapse(tensor);
            }
        });
        functions.nodes.removeIf(node -> node == null);
        return functions.nodes;
    }

    /** A float tensor of one element. */
    private void number(String name, TensorProto tensor) {
        boolean one = tensor.getDimsList().stream().allMatch(size -> size == 1);
        if (!one || tensor.getDataType() != TensorProto.DataType.FLOAT_VALUE) {
            return;
        }
        if (tensor.getFloatDataCount() == 1) {
            numbers.put(name, (double) tensor.getFloatData(0));
        } else if (tensor.getRawData().size() == Float.BYTES) {
            numbers.put(name, (double) tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getFloat());
        }
    }

    /** Tries every node that the tensor leads to, the nearest first. */
    private void collapse(String tensor) {
        Set<String> derived = new HashSet<>(Set.of(tensor));
        Set<Integer> region = new TreeSet<>();
        int first = readers.get(tensor).iterator().next();
        for (int i = first; i < Math.min(nodes.size(), first + LONGEST); i++) {
            NodeProto node = nodes.get(i);
            if (node == null
                    || !ElementwiseNode.isOne(node)
                    || node.getInputList().stream().noneMatch(derived::contains)) {
                continue;
            }
            if (!node.getInputList().stream()
                    .allMatch(input -> input.isEmpty() || derived.contains(input) || numbers.containsKey(input))) {
                continue;
            }
            derived.add(node.getOutput(0));
            region.add(i);
            int last = i;
            Set<Integer> inside = ancestors(last, region);
            if (isFunction(tensor, inside) && isClosed(tensor, last, inside)) {
                Optional<NodeProto.Builder> known = KnownFunction.node(x -> value(tensor, x, inside, last));
                if (known.isPresent()) {
                    inside.forEach(index -> nodes.set(index, null));
                    nodes.set(
                            i,
                            known.get()
                                    .setName(node.getName())
                                    .addInput(tensor)
                                    .addOutput(node.getOutput(0))
                                    .build());
                    return;
                }
            }
        }
    }

    /** The nodes of a region that one of them depends on, itself included. */
    private Set<Integer> ancestors(int last, Set<Integer> region) {
        Set<Integer> found = new TreeSet<>(Set.of(last));
        List<Integer> open = new ArrayList<>(List.of(last));
        while (!open.isEmpty()) {
            for (String input : nodes.get(open.remove(open.size() - 1)).getInputList()) {
                Integer giver = givers.get(input);
                if (giver != null && region.contains(giver) && found.add(giver)) {
                    open.add(giver);
                }
            }
        }
        return found;
    }

    /** Whether nodes are more than a row of operators that are read one by one. */
    private boolean isFunction(String tensor, Set<Integer> inside) {
        return readers.get(tensor).size() > 1
                || inside.stream().anyMatch(index -> ElementwiseNode.isPart(nodes.get(index)));
    }

    /** Whether nothing outside reads the tensor, or anything inside but the output of the last node. */
    private boolean isClosed(String tensor, int last, Set<Integer> inside) {
        return !outputs.contains(tensor)
                && inside.containsAll(readers.get(tensor))
                && inside.stream()
                        .filter(index -> index != last)
                        .map(index -> nodes.get(index).getOutput(0))
                        .allMatch(output -> !outputs.contains(output)
                                && inside.containsAll(readers.getOrDefault(output, Set.of())));
    }

    private double value(String tensor, double x, Set<Integer> inside, int last) {
        Map<String, Double> values = new HashMap<>(numbers);
        values.put(tensor, x);
        for (int index : inside) {
            List<Double> inputs = new ArrayList<>();
            nodes.get(index).getInputList().forEach(input -> inputs.add(values.get(input)));
            values.put(nodes.get(index).getOutput(0), ElementwiseNode.apply(nodes.get(index), inputs));
        }
        return values.get(nodes.get(last).getOutput(0));
    }
}
