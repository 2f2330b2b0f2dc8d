package intaglio.verify;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates the constant expressions that emitted modules are made of: numbers, names of constants, {@code + - * /},
 * parentheses, concatenations and repetitions of sized numbers.
 */
final class VerilogExpression {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(\\d+)'([dhb])([0-9a-fA-F]+)|(\\d+)|([A-Za-z_]\\w*)|(\"[^\"]*\")|([-+*/(){},]))");

    private final Matcher tokens;
    private final String text;
    private final Map<String, String> constants;
    private int position;
    private boolean more;

    /**
     * A number.
     *
     * @param value its value
     * @param bits its size; 0 where it has none
     */
    private record Value(BigInteger value, int bits) {}

    private VerilogExpression(String text, Map<String, String> constants) {
        this.text = text;
        this.tokens = TOKEN.matcher(text);
        this.constants = constants;
        next();
    }

    /**
     * The value of an expression.
     *
     * @param constants expression of each constant by its name
     * @throws IllegalArgumentException where it is no such expression
     */
    static BigInteger value(String text, Map<String, String> constants) {
        VerilogExpression expression = new VerilogExpression(text, constants);
        Value value = expression.sum();
        if (expression.more) {
            throw expression.bad();
        }
        return value.value();
    }

    private Value sum() {
        Value value = product();
        while (is("+") || is("-")) {
            boolean plus = is("+");
            next();
            Value other = product();
            value = unsized(
                    plus ? value.value().add(other.value()) : value.value().subtract(other.value()));
        }
        return value;
    }

    private Value product() {
        Value value = single();
        while (is("*") || is("/")) {
            boolean times = is("*");
            next();
            Value other = single();
            if (!times && other.value().signum() == 0) {
                throw bad();
            }
            value = unsized(
                    times
                            ? value.value().multiply(other.value())
                            : value.value().divide(other.value()));
        }
        return value;
    }

    private Value single() {
        if (is("(")) {
            next();
            Value value = sum();
            expect(")");
            return value;
        }
        if (is("{")) {
            next();
            Value value = parts();
            expect("}");
            return value;
        }
        return more ? number() : fail();
    }

    /** What stands between braces: the first part is the highest, or says how often the second is there. */
    private Value parts() {
        Value all = sum();
        if (is("{")) {
            Value one = single();
            return repeated(one, all.value().intValueExact());
        }
        while (is(",")) {
            next();
            all = joined(all, sum());
        }
        return all;
    }

    private Value repeated(Value one, int times) {
        Value all = new Value(BigInteger.ZERO, 0);
        for (int i = 0; i < times; i++) {
            all = joined(all, one);
        }
        return all;
    }

    private static Value joined(Value high, Value low) {
        return new Value(high.value().shiftLeft(low.bits()).or(low.value()), high.bits() + low.bits());
    }

    private Value number() {
        Value value;
        if (tokens.group(1) != null) {
            int radix = Map.of("d", 10, "h", 16, "b", 2).get(tokens.group(2));
            value = new Value(new BigInteger(tokens.group(3), radix), Integer.parseInt(tokens.group(1)));
        } else if (tokens.group(4) != null) {
            value = unsized(new BigInteger(tokens.group(4)));
        } else if (tokens.group(5) != null && constants.containsKey(tokens.group(5))) {
            value = unsized(value(constants.get(tokens.group(5)), others(tokens.group(5))));
        } else {
            return fail();
        }
        next();
        return value;
    }

    /** All constants but one: its value must not be made of itself. */
    private Map<String, String> others(String name) {
        Map<String, String> others = new HashMap<>(constants);
        others.remove(name);
        return others;
    }

    private static Value unsized(BigInteger value) {
        return new Value(value, 0);
    }

    private boolean is(String symbol) {
        return more && symbol.equals(tokens.group(7));
    }

    private void expect(String symbol) {
        if (!is(symbol)) {
            throw bad();
        }
        next();
    }

    private void next() {
        more = !text.substring(position).isBlank();
        if (more) {
            tokens.region(position, text.length());
            if (!tokens.lookingAt()) {
                throw bad();
            }
            position = tokens.end();
        }
    }

    private Value fail() {
        throw bad();
    }

    private IllegalArgumentException bad() {
        return new IllegalArgumentException("'" + text + "' is no constant expression");
    }
}
