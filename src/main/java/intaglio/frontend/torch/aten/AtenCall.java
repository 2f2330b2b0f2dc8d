package intaglio.frontend.torch.aten;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One call of an operator. Arguments are found by their place or by their name. They are a {@link Value}, Long, Double,
 * Boolean, String, a list of these, or null.
 */
public final class AtenCall {

    static final String HELP = "write the network with the operators of docs/files.md, or export it as ONNX";

    private final String where;
    private final String name;
    private final String operator;
    private final List<Object> places;
    private final Map<String, Object> names;
    private final AtenGraph graph;

    /**
     * A call.
     *
     * @param where file and place, for messages
     * @param name of the node
     * @param operator without package and overload: {@code conv2d}
     */
    public AtenCall(
            String where,
            String name,
            String operator,
            List<Object> places,
            Map<String, Object> names,
            AtenGraph graph) {
        this.where = where;
        this.name = name;
        this.operator = operator;
        this.places = places;
        this.names = names;
        this.graph = graph;
    }

    /** Takes the result for what the first argument holds from now on. */
    void overwrite(Object result) {
        if (result instanceof Value value && argument(0, "self") instanceof Value before) {
            graph.overwrite(before, value);
        }
    }

    AtenGraph graph() {
        return graph;
    }

    String name() {
        return name;
    }

    IntaglioException refused(String what) {
        return refused(what, HELP);
    }

    IntaglioException refused(String what, String help) {
        return IntaglioException.badInput(where, "aten::" + Printable.of(operator) + " " + what, help);
    }

    /** The argument, or null where it is absent or None. */
    Object argument(int place, String word) {
        Object found = names.containsKey(word) ? names.get(word) : place < places.size() ? places.get(place) : null;
        return found instanceof Value value ? graph.current(value) : found;
    }

    boolean has(int place, String word) {
        return argument(place, word) != null;
    }

    /** A tensor that must be there. */
    Value tensor(int place, String word) {
        if (argument(place, word) instanceof Value value) {
            return value;
        }
        throw refused("has no tensor '" + word + "'");
    }

    /** A tensor that does not depend on the image, and must be there. */
    Value constant(int place, String word) {
        Value value = tensor(place, word);
        if (!value.isConstant()) {
            throw refused("has a '" + word + "' that depends on the image");
        }
        return value;
    }

    /** A number that must be there where there is no usual one. */
    double real(int place, String word, Double usual) {
        Object value = argument(place, word);
        Object known = value == null ? usual : value;
        if (known instanceof Value tensor && tensor.isConstant() && tensor.elements() == 1) {
            return tensor.constant().values()[0];
        }
        if (known instanceof Number number) {
            return number.doubleValue();
        }
        throw refused("has no number '" + word + "'");
    }

    long integer(int place, String word, Long usual) {
        Object value = argument(place, word);
        Object known = value == null ? usual : value;
        if (known instanceof Long number) {
            return number;
        }
        throw refused("has no integer '" + word + "'");
    }

    boolean flag(int place, String word, boolean usual) {
        return argument(place, word) instanceof Boolean flag ? flag : usual;
    }

    /** Integers, one for each axis; a single one counts for all. */
    long[] integers(int place, String word, int count, long usual) {
        Object value = argument(place, word);
        long[] found = value == null ? new long[0] : longs(value, word);
        if (found.length == 0) {
            found = new long[] {usual};
        }
        if (found.length != 1 && found.length != count) {
            throw refused("has " + found.length + " numbers '" + word + "', not " + count);
        }
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = found[found.length == 1 ? 0 : i];
        }
        return all;
    }

    /** A list of integers that must be there. */
    long[] integers(int place, String word) {
        Object value = argument(place, word);
        if (value == null) {
            throw refused("has no integers '" + word + "'");
        }
        return longs(value, word);
    }

    private long[] longs(Object value, String word) {
        List<?> list = value instanceof List<?> several ? several : List.of(value);
        long[] numbers = new long[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Long number)) {
                throw refused("has a '" + word + "' that is not made of integers");
            }
            numbers[i] = number;
        }
        return numbers;
    }

    /** A list of tensors. */
    List<Value> tensors(int place, String word) {
        List<Value> values = new ArrayList<>();
        if (argument(place, word) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Value value) {
                    values.add(graph.current(value));
                }
            }
            if (!list.isEmpty() && values.size() == list.size()) {
                return values;
            }
        }
        throw refused("has no list of tensors '" + word + "'");
    }

    /** An axis of a tensor. */
    int axis(Value value, long axis) {
        int found = value.axis(axis);
        if (found < 0) {
            throw refused("has axis " + axis + " of a tensor of " + value.shapeText());
        }
        return found;
    }

    /** A node with one result. */
    Value node(String type, List<String> inputs, int[] shape, AttributeProto... attributes) {
        if (Arrays.stream(shape).anyMatch(size -> size < 1)) {
            throw refused("gives a tensor of " + Arrays.toString(shape) + ": its window does not fit the image");
        }
        String made = graph.node(type, name, inputs, attributes)
                .orElseThrow(() -> refused("is one operator too many", "give a small network"));
        return new Value(made, shape, null);
    }

    /** A node that reads one tensor and leaves its sizes as they are. */
    Value same(String type, Value input, AttributeProto... attributes) {
        return node(type, List.of(graph.read(input)), input.shape(), attributes);
    }

    /** The name of a constant of this call. */
    String part(String word) {
        return name.replace('/', '_') + "." + word;
    }
}
