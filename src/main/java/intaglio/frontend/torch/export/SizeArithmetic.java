package intaglio.frontend.torch.export;

import intaglio.diag.IntaglioException;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/** Arithmetic of sizes, where an export leaves the batch or the image free. */
final class SizeArithmetic {

    private static final Map<String, LongBinaryOperator> OPERATORS = Map.of(
            "_operator.add", Math::addExact,
            "_operator.sub", Math::subtractExact,
            "_operator.mul", Math::multiplyExact,
            "_operator.floordiv", Math::floorDiv);

    private SizeArithmetic() {}

    static boolean has(String target) {
        return OPERATORS.containsKey(target);
    }

    static Object apply(String target, List<Object> operands, String where) {
        if (operands.size() == 2 && operands.get(0) instanceof Long left && operands.get(1) instanceof Long right) {
            try {
                return OPERATORS.get(target).applyAsLong(left, right);
            } catch (ArithmeticException e) {
                throw IntaglioException.badInput(where, "divides by 0 or leaves 64 bits", ProgramFile.AGAIN);
            }
        }
        throw IntaglioException.badInput(where, target + " has not two integers", ProgramFile.AGAIN);
    }
}
