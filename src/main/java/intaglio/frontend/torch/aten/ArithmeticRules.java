package intaglio.frontend.torch.aten;

import static intaglio.onnx.OnnxGraphBuilder.integer;

import java.util.Arrays;
import java.util.List;

/** Arithmetic of each element, and tensors that meet. */
final class ArithmeticRules {

    private static final String SELF = "self";
    private static final String OTHER = "other";

    private ArithmeticRules() {}

    /** add, sub (self, other, alpha). */
    static AtenRule sum(String type) {
        return call -> {
            if (call.real(2, "alpha", 1.0) != 1) {
                throw call.refused("has an alpha other than 1");
            }
            return binary(call, type, SELF, 0, OTHER, 1);
        };
    }

    /** mul, div (self, other), and pow (self, exponent). */
    static AtenRule product(String type, String other) {
        return call -> {
            if (call.argument(2, "rounding_mode") instanceof String) {
                throw call.refused("rounds");
            }
            return binary(call, type, SELF, 0, other, 1);
        };
    }

    /** rsub (self, other): other - self. */
    static Object reversed(AtenCall call) {
        return binary(call, "Sub", OTHER, 1, SELF, 0);
    }

    /** where (condition, self, other). */
    static Object where(AtenCall call) {
        Value condition = call.tensor(0, "condition");
        Object first = call.argument(1, SELF);
        Object second = call.argument(2, OTHER);
        int[] shape = broadcast(call, condition.shape(), broadcast(call, shape(first), shape(second)));
        String read = call.graph().read(condition);
        return call.node("Where", List.of(read, read(call, first, SELF), read(call, second, OTHER)), shape);
    }

    private static Value binary(AtenCall call, String type, String left, int leftPlace, String right, int rightPlace) {
        Object first = call.argument(leftPlace, left);
        Object second = call.argument(rightPlace, right);
        int[] shape = broadcast(call, shape(first), shape(second));
        List<String> inputs = List.of(read(call, first, left), read(call, second, right));
        return call.node(type, inputs, shape);
    }

    private static int[] shape(Object operand) {
        return operand instanceof Value value ? value.shape() : new int[0];
    }

    private static String read(AtenCall call, Object operand, String word) {
        if (operand instanceof Value value) {
            return call.graph().read(value);
        }
        if (operand instanceof Number number) {
            return call.graph().scalar(call.part(word), number.doubleValue());
        }
        throw call.refused("has neither a tensor nor a number '" + word + "'");
    }

    private static int[] broadcast(AtenCall call, int[] first, int[] second) {
        int[] shape = new int[Math.max(first.length, second.length)];
        for (int i = 1; i <= shape.length; i++) {
            int one = i <= first.length ? first[first.length - i] : 1;
            int two = i <= second.length ? second[second.length - i] : 1;
            if (one != two && one != 1 && two != 1) {
                throw call.refused("joins tensors of " + Arrays.toString(first) + " and " + Arrays.toString(second));
            }
            shape[shape.length - i] = Math.max(one, two);
        }
        return shape;
    }

    /** cat (tensors, dim). */
    static Object cat(AtenCall call) {
        List<Value> parts = call.tensors(0, "tensors");
        Value first = parts.get(0);
        int axis = call.axis(first, call.integer(1, "dim", 0L));
        int[] shape = first.shape().clone();
        shape[axis] = 0;
        for (Value part : parts) {
            int[] other = part.shape().clone();
            if (other.length != shape.length) {
                throw call.refused("joins tensors of " + first.shapeText() + " and " + part.shapeText());
            }
            shape[axis] = Math.addExact(shape[axis], other[axis]);
            other[axis] = first.shape()[axis];
            if (!Arrays.equals(other, first.shape())) {
                throw call.refused("joins tensors of " + first.shapeText() + " and " + part.shapeText());
            }
        }
        return call.node("Concat", parts.stream().map(call.graph()::read).toList(), shape, integer("axis", axis));
    }
}
