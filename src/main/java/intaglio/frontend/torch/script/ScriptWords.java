package intaglio.frontend.torch.script;

import intaglio.diag.Printable;
import java.util.List;

/** Functions that TorchScript calls without a package. */
final class ScriptWords {

    private ScriptWords() {}

    static Object apply(String word, Expression.Call call, Scope scope) {
        int count = call.places().size();
        boolean typed = word.equals("annotate") || word.equals("unchecked_cast");
        if (typed && count == 2) {
            return call.places().get(1).evaluate(scope);
        }
        if (word.equals("uninitialized")) {
            return null;
        }
        List<Object> values = typed ? List.of() : call.places(scope, 0);
        if (word.equals("getattr") && count == 2 && values.get(1) instanceof String name) {
            return scope.attribute(values.get(0), name);
        }
        Object only = count == 1 ? values.get(0) : null;
        if (only instanceof Number number) {
            switch (word) {
                case "int" -> {
                    return number.longValue();
                }
                case "float" -> {
                    return number.doubleValue();
                }
                case "bool" -> {
                    return number.doubleValue() != 0;
                }
                default -> {}
            }
        }
        if (word.equals("bool") && only instanceof Boolean) {
            return only;
        }
        throw scope.refused("calls '" + Printable.of(word) + "' with " + count + " arguments, which is not read");
    }
}
