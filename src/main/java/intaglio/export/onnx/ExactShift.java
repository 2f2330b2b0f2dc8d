package intaglio.export.onnx;

import intaglio.num.Rounding;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.Arrays;
import java.util.List;

/**
 * Right shifts and divisions of signed int64 tensors, from operators that ONNX defines for them. BitShift is for unsigned numbers
 * only, and Div drops the fraction toward zero; so the remainder goes first and the division has none left. Mod of
 * integers takes the sign of the divisor and is therefore 0..2^shift - 1.
 */
final class ExactShift {

    /** Values are below {@code 2^SIGN_SHIFT}, see {@link ExportLimits}: shifted by it they are -1 or 0. */
    private static final int SIGN_SHIFT = 62;

    private final OnnxGraphBuilder graph;

    ExactShift(OnnxGraphBuilder graph) {
        this.graph = graph;
    }

    /** {@code input / 2^shift}, rounded. */
    String of(String scope, String input, int shift, Rounding rounding) {
        if (shift == 0) {
            return input;
        }
        long half = 1L << (shift - 1);
        return switch (rounding) {
            case FLOOR -> floor(scope, input, shift);
            case HALF_UP -> floor(scope, add(scope + "/half", input, half), shift);
            case HALF_EVEN -> halfEven(scope, input, half, shift);
            case HALF_AWAY -> halfAway(scope, input, half, shift);
        };
    }

    /**
     * {@code input / divisor}, rounded half to even: {@code floor((input + floor(divisor / 2)) / divisor)}, less 1 at a
     * tie whose result is odd. Ties are where an even divisor leaves no remainder.
     */
    String divideHalfEven(String scope, String input, int divisor) {
        String raised = add(scope + "/half", input, divisor / 2);
        String up = quotient(scope + "/up", raised, graph.number(divisor));
        return divisor % 2 == 1
                ? up
                : withoutOddTies(scope, raised, up, graph.number(divisor), graph.number(divisor - 1));
    }

    /**
     * The same with a divisor for each place.
     *
     * @param dimensions of the divisors
     */
    String divideHalfEven(String scope, String input, long[] divisors, long... dimensions) {
        String divisor = graph.longs(scope + "/divisor", divisors, dimensions);
        String halves = graph.longs(
                scope + "/halves", Arrays.stream(divisors).map(one -> one / 2).toArray(), dimensions);
        // An odd divisor has no ties: one more keeps it from looking like one.
        long[] untied = Arrays.stream(divisors).map(one -> one - 1 + one % 2).toArray();
        String raised = graph.node("Add", scope + "/half", List.of(input, halves));
        String up = quotient(scope + "/up", raised, divisor);
        return withoutOddTies(scope, raised, up, divisor, graph.longs(scope + "/less_one", untied, dimensions));
    }

    private String withoutOddTies(String scope, String raised, String up, String divisor, String lessOne) {
        String rest = graph.node("Mod", scope + "/rest", List.of(raised, divisor));
        // 0 at a tie, 1 elsewhere: only 0 stays below the divisor.
        String raisedRest = graph.node("Add", scope + "/raised_rest", List.of(rest, lessOne));
        String untied = quotient(scope + "/untied", raisedRest, divisor);
        String odd = graph.node("Mod", scope + "/odd", List.of(up, graph.number(2)));
        String kept = graph.node("Mul", scope + "/kept", List.of(odd, untied));
        String excess = graph.node("Sub", scope + "/excess", List.of(odd, kept));
        return graph.node("Sub", scope + "/mean", List.of(up, excess));
    }

    /** -1 where the input is negative, 0 elsewhere. */
    String negative(String scope, String input) {
        return floor(scope + "/negative", input, SIGN_SHIFT);
    }

    private String floor(String scope, String input, int shift) {
        return quotient(scope, input, graph.number(1L << shift));
    }

    /** {@code (input - input mod divisor) / divisor}. */
    private String quotient(String scope, String input, String divisor) {
        String remainder = graph.node("Mod", scope + "/remainder", List.of(input, divisor));
        String multiple = graph.node("Sub", scope + "/multiple", List.of(input, remainder));
        return graph.node("Div", scope + "/shifted", List.of(multiple, divisor));
    }

    /** {@code floor((input + half - 1 + odd) / 2^shift)}, odd being 1 where the floor of {@code input} is odd. */
    private String halfEven(String scope, String input, long half, int shift) {
        String down = floor(scope + "/down", input, shift);
        String odd = graph.node("Mod", scope + "/odd", List.of(down, graph.number(2)));
        String raised = add(scope + "/half", input, half - 1);
        return floor(scope, graph.node("Add", scope + "/even", List.of(raised, odd)), shift);
    }

    /** {@code floor((input + half) / 2^shift)}; where the input is negative, {@code input + half - 1} in its place. */
    private String halfAway(String scope, String input, long half, int shift) {
        String raised = add(scope + "/half", input, half);
        return floor(scope, graph.node("Add", scope + "/away", List.of(raised, negative(scope, input))), shift);
    }

    private String add(String name, String input, long number) {
        return graph.node("Add", name, List.of(input, graph.number(number)));
    }
}
