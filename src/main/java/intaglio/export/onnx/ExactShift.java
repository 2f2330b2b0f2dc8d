package intaglio.export.onnx;

import intaglio.num.Rounding;
import java.util.List;

/**
 * Right shifts of signed int64 tensors, from operators that ONNX defines for them. BitShift is for unsigned numbers
 * only, and Div drops the fraction toward zero; so the remainder goes first and the division has none left. Mod of
 * integers takes the sign of the divisor and is therefore 0..2^shift - 1.
 */
final class ExactShift {

    private final GraphBuilder graph;

    ExactShift(GraphBuilder graph) {
        this.graph = graph;
    }

    /** {@code input / 2^shift}, rounded. */
    String of(String scope, String input, int shift, Rounding rounding) {
        if (shift == 0) {
            return input;
        }
        return switch (rounding) {
            case FLOOR -> floor(scope, input, shift);
            case HALF_UP -> halfUp(scope, input, shift);
            case HALF_EVEN -> halfEven(scope, input, shift);
            case HALF_AWAY -> halfAway(scope, input, shift);
        };
    }

    /** {@code (input - input mod 2^shift) / 2^shift}. */
    private String floor(String scope, String input, int shift) {
        String divisor = graph.number(1L << shift);
        String remainder = graph.node("Mod", scope + "/remainder", List.of(input, divisor));
        String multiple = graph.node("Sub", scope + "/multiple", List.of(input, remainder));
        return graph.node("Div", scope + "/shifted", List.of(multiple, divisor));
    }

    /** {@code floor((input + half) / 2^shift)}. */
    private String halfUp(String scope, String input, int shift) {
        String half = graph.number(1L << (shift - 1));
        return floor(scope, graph.node("Add", scope + "/half", List.of(input, half)), shift);
    }

    /** {@code floor((input + half - 1 + odd) / 2^shift)}, odd being 1 where the floor of {@code input} is odd. */
    private String halfEven(String scope, String input, int shift) {
        String down = floor(scope + "/down", input, shift);
        String odd = graph.node("Mod", scope + "/odd", List.of(down, graph.number(2)));
        String belowHalf = graph.number((1L << (shift - 1)) - 1);
        String raised = graph.node("Add", scope + "/half", List.of(input, belowHalf));
        return floor(scope, graph.node("Add", scope + "/even", List.of(raised, odd)), shift);
    }

    /** {@code sign(input) * floor((|input| + half) / 2^shift)}. */
    private String halfAway(String scope, String input, int shift) {
        String magnitude = graph.node("Abs", scope + "/magnitude", List.of(input));
        String sign = graph.node("Sign", scope + "/sign", List.of(input));
        String rounded = halfUp(scope, magnitude, shift);
        return graph.node("Mul", scope + "/rounded", List.of(rounded, sign));
    }
}
