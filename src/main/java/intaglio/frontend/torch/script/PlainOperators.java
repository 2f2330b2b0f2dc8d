package intaglio.frontend.torch.script;

import intaglio.diag.Printable;
import intaglio.frontend.torch.aten.Value;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Operators on numbers, lists and truth values, whose results are known without the image. */
final class PlainOperators {

    private static final Set<String> COMPARISONS = Set.of("eq", "ne", "lt", "le", "gt", "ge");
    private static final Set<String> ARITHMETIC = Set.of("add", "sub", "mul", "floordiv", "div", "remainder");
    private static final Set<String> OTHERS = Set.of(
            "__is__",
            "__isnot__",
            "__not__",
            "__and__",
            "__or__",
            "len",
            "dim",
            "format",
            "warn",
            "RaiseException",
            "NumToTensor",
            "Int",
            "ScalarImplicit",
            "IntImplicit",
            "unchecked_unwrap_optional",
            "unchecked_cast",
            "dtype",
            "device",
            "is_cuda");

    private PlainOperators() {}

    /** Whether it is one of these; those that tensors have, too, are where no operand is a tensor. */
    static boolean isPlain(String name, List<Object> operands) {
        boolean tensors = operands.stream().anyMatch(Value.class::isInstance);
        return OTHERS.contains(name) || (!tensors && (COMPARISONS.contains(name) || ARITHMETIC.contains(name)));
    }

    static Object apply(String name, List<Object> operands, Scope scope) {
        Object first = operands.isEmpty() ? null : operands.get(0);
        Object second = operands.size() < 2 ? null : operands.get(1);
        if (COMPARISONS.contains(name)) {
            return compare(name, first, second, scope);
        }
        if (ARITHMETIC.contains(name)) {
            return arithmetic(name, first, second, scope);
        }
        return switch (name) {
            case "__is__" -> isSame(first, second);
            case "__isnot__" -> !isSame(first, second);
            case "__not__" -> !truth(first, scope);
            case "__and__" -> truth(first, scope) && truth(second, scope);
            case "__or__" -> truth(first, scope) || truth(second, scope);
            case "len" -> length(first, scope);
            case "dim" -> dimensions(first, scope);
            case "RaiseException" ->
                throw scope.refused(
                        "raises an error for an image of this size: '" + Printable.of(String.valueOf(first)) + "'");
            case "format", "warn", "dtype", "device" -> "";
            case "is_cuda" -> false;
            default -> first;
        };
    }

    private static boolean isSame(Object first, Object second) {
        return first == second || (first != null && second != null && first.equals(second));
    }

    static boolean truth(Object value, Scope scope) {
        if (value instanceof Boolean known) {
            return known;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        throw scope.refused("asks for something that depends on the image");
    }

    private static long length(Object value, Scope scope) {
        if (value instanceof List<?> list) {
            return list.size();
        }
        throw scope.refused("asks for the length of something that is no list");
    }

    private static long dimensions(Object value, Scope scope) {
        if (value instanceof Value tensor) {
            return tensor.shape().length;
        }
        throw scope.refused("asks for the axes of something that is no tensor");
    }

    private static boolean compare(String name, Object first, Object second, Scope scope) {
        if (first instanceof Number one && second instanceof Number two) {
            int order = Double.compare(one.doubleValue(), two.doubleValue());
            return switch (name) {
                case "eq" -> order == 0;
                case "ne" -> order != 0;
                case "lt" -> order < 0;
                case "le" -> order <= 0;
                case "gt" -> order > 0;
                default -> order >= 0;
            };
        }
        if (name.equals("eq") || name.equals("ne")) {
            return Objects.equals(first, second) == name.equals("eq");
        }
        throw scope.refused("compares what is no number");
    }

    private static Object arithmetic(String name, Object first, Object second, Scope scope) {
        if (first instanceof Long one && second instanceof Long two && !name.equals("div")) {
            if (two == 0 && (name.equals("floordiv") || name.equals("remainder"))) {
                throw scope.refused("divides by 0");
            }
            return switch (name) {
                case "add" -> one + two;
                case "sub" -> one - two;
                case "mul" -> one * two;
                case "floordiv" -> Math.floorDiv(one, two);
                default -> Math.floorMod(one, two);
            };
        }
        if (first instanceof Number one && second instanceof Number two) {
            double left = one.doubleValue();
            double right = two.doubleValue();
            return switch (name) {
                case "add" -> left + right;
                case "sub" -> left - right;
                case "mul" -> left * right;
                case "div" -> left / right;
                case "floordiv" -> Math.floor(left / right);
                default -> left - Math.floor(left / right) * right;
            };
        }
        throw scope.refused("computes with what is no number");
    }
}
