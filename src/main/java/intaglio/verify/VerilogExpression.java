package intaglio.verify;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates the constant expressions that emitted modules are made of: numbers, texts, names of constants, operators,
 * {@code $clog2}, parentheses, concatenations and repetitions of sized numbers, parts {@code NAME[first +: bits]} and
 * {@code NAME[last:first]}, and {@code 8'(expression)}.
 */
final class VerilogExpression {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(\\d+)'([dhb])([0-9a-fA-F]+)|(\\d+)|(\\$?[A-Za-z_]\\w*)"
                    + "|\"([^\"]*)\"|(\\|\\||&&|[<>=!]=|<<|>>|\\+:|[-+*/%<>?:(){},'\\[\\]]))");

    /** Operators of two sides, those that bind least first. */
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("||"),
            Set.of("&&"),
            Set.of("==", "!="),
            Set.of("<", "<=", ">", ">="),
            Set.of("<<", ">>"),
            Set.of("+", "-"),
            Set.of("*", "/", "%"));

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
    record Value(BigInteger value, int bits) {

        /** The number as a literal of its size. */
        String literal() {
            return bits == 0 ? value.toString() : bits + "'h" + value.toString(16);
        }

        /** The text that it is the bytes of. */
        String text() {
            StringBuilder text = new StringBuilder();
            for (int at = bits - Byte.SIZE; at >= 0; at -= Byte.SIZE) {
                text.append((char) (value.shiftRight(at).intValue() & 0xff));
            }
            return text.toString();
        }
    }

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
        return evaluate(text, constants).value();
    }

    /** The value and its size; as {@link #value}. */
    static Value evaluate(String text, Map<String, String> constants) {
        VerilogExpression expression = new VerilogExpression(text, constants);
        Value value = expression.choice();
        if (expression.more) {
            throw expression.bad();
        }
        return value;
    }

    private Value choice() {
        Value condition = operation(0);
        if (!is("?")) {
            return condition;
        }
        next();
        Value yes = choice();
        expect(":");
        Value no = choice();
        return condition.value().signum() != 0 ? yes : no;
    }

    private Value operation(int level) {
        if (level == LEVELS.size()) {
            return single();
        }
        Value value = operation(level + 1);
        while (more && LEVELS.get(level).contains(symbol())) {
            String operator = symbol();
            next();
            value = unsized(
                    operate(operator, value.value(), operation(level + 1).value()));
        }
        return value;
    }

    private BigInteger operate(String operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            case "/" -> a.divide(divisor(b));
            case "%" -> a.remainder(divisor(b));
            case "<<" -> a.shiftLeft(b.intValueExact());
            case ">>" -> a.shiftRight(b.intValueExact());
            case "<" -> truth(a.compareTo(b) < 0);
            case "<=" -> truth(a.compareTo(b) <= 0);
            case ">" -> truth(a.compareTo(b) > 0);
            case ">=" -> truth(a.compareTo(b) >= 0);
            case "==" -> truth(a.equals(b));
            case "!=" -> truth(!a.equals(b));
            case "&&" -> truth(a.signum() != 0 && b.signum() != 0);
            default -> truth(a.signum() != 0 || b.signum() != 0);
        };
    }

    private static BigInteger truth(boolean holds) {
        return holds ? BigInteger.ONE : BigInteger.ZERO;
    }

    private BigInteger divisor(BigInteger number) {
        if (number.signum() == 0) {
            throw bad();
        }
        return number;
    }

    private Value single() {
        if (is("-")) {
            next();
            return unsized(single().value().negate());
        }
        if (is("(")) {
            return inParentheses();
        }
        if (is("{")) {
            next();
            Value value = parts();
            expect("}");
            return value;
        }
        return more ? number() : fail();
    }

    private Value inParentheses() {
        expect("(");
        Value value = choice();
        expect(")");
        return value;
    }

    /** What stands between braces: the first part is the highest, or says how often the second is there. */
    private Value parts() {
        Value all = choice();
        if (is("{")) {
            Value one = single();
            return repeated(one, all.value().intValueExact());
        }
        while (is(",")) {
            next();
            all = joined(all, choice());
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
        if (tokens.group(1) != null) {
            int radix = Map.of("d", 10, "h", 16, "b", 2).get(tokens.group(2));
            return taken(new Value(new BigInteger(tokens.group(3), radix), Integer.parseInt(tokens.group(1))));
        }
        if (tokens.group(4) != null) {
            Value value = taken(unsized(new BigInteger(tokens.group(4))));
            return is("'") ? cast(value.value().intValueExact()) : value;
        }
        if (tokens.group(6) != null) {
            byte[] bytes = tokens.group(6).getBytes(StandardCharsets.US_ASCII);
            return taken(new Value(new BigInteger(1, bytes), Byte.SIZE * bytes.length));
        }
        String name = tokens.group(5);
        if ("$clog2".equals(name)) {
            next();
            return unsized(BigInteger.valueOf(
                    inParentheses().value().subtract(BigInteger.ONE).bitLength()));
        }
        if (name == null || !constants.containsKey(name)) {
            return fail();
        }
        Value value = taken(evaluate(constants.get(name), others(name)));
        return is("[") ? part(value) : value;
    }

    /** {@code [first +: bits]} or {@code [last:first]} of a number. */
    private Value part(Value whole) {
        expect("[");
        int first = choice().value().intValueExact();
        boolean counted = is("+:");
        expect(counted ? "+:" : ":");
        int bits = choice().value().intValueExact();
        if (!counted) {
            int last = first;
            first = bits;
            bits = last - first + 1;
        }
        expect("]");
        return new Value(whole.value().shiftRight(first).and(ones(bits)), bits);
    }

    private static BigInteger ones(int bits) {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    private Value taken(Value value) {
        next();
        return value;
    }

    private Value cast(int bits) {
        expect("'");
        return new Value(inParentheses().value().and(ones(bits)), bits);
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

    private String symbol() {
        return tokens.group(7) == null ? "" : tokens.group(7);
    }

    private boolean is(String symbol) {
        return more && symbol.equals(symbol());
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
