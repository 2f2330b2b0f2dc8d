package intaglio.frontend.torch.script;

import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import intaglio.frontend.torch.PickleObject;
import intaglio.frontend.torch.PickleTuple;
import intaglio.frontend.torch.Tensor;
import intaglio.frontend.torch.TensorView;
import intaglio.frontend.torch.aten.AtenCall;
import intaglio.frontend.torch.aten.AtenRules;
import intaglio.frontend.torch.aten.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of a function. Variables are a {@link Value}, {@link ScriptModule}, {@link FunctionReference}, Long, Double,
 * Boolean, String, a list of these, or null.
 */
final class Scope {

    private final Interpreter interpreter;
    private final Function function;
    private final String module;
    private final Map<String, Object> variables = new HashMap<>();
    private int line;

    /**
     * A scope with nothing in it.
     *
     * @param module path of the module whose method it is, for names of nodes
     */
    Scope(Interpreter interpreter, Function function, String module) {
        this.interpreter = interpreter;
        this.function = function;
        this.module = module;
        this.line = function.line();
    }

    void at(int number) {
        line = number;
    }

    String module() {
        return module;
    }

    IntaglioException refused(String what) {
        return IntaglioException.badInput(where(), what, ScriptFile.HELP);
    }

    private String where() {
        return function.source() + ":" + line;
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }

    boolean hasVariable(String name) {
        return variables.containsKey(name);
    }

    Object variable(String name) {
        if (!variables.containsKey(name)) {
            throw refused("reads '" + Printable.of(name) + "', which nothing has set");
        }
        return variables.get(name);
    }

    /** What a dotted name stands for that begins with no variable. */
    Object global(String path) {
        if (path.startsWith("CONSTANTS.")) {
            return plain("", interpreter.file().constant(path.substring("CONSTANTS.".length())));
        }
        if (path.startsWith("__torch__.")) {
            return new FunctionReference(path);
        }
        throw refused("reads '" + Printable.of(path) + "', which is not known");
    }

    /** {@code object.name}. */
    Object attribute(Object object, String name) {
        if (!(object instanceof ScriptModule owner)) {
            throw refused("reads '" + Printable.of(name) + "' of something that is no module");
        }
        Map<Object, Object> attributes = owner.object().attributes();
        if (attributes.containsKey(name)) {
            return plain(owner.path(name), attributes.get(name));
        }
        Expression constant = interpreter.constant(owner, name);
        if (constant == null) {
            throw refused("reads '" + Printable.of(name) + "', which '" + Printable.of(owner.path()) + "' has not");
        }
        return constant.evaluate(this);
    }

    private Object plain(String path, Object stored) {
        if (stored instanceof Tensor tensor) {
            return Value.of(tensor);
        }
        if (stored instanceof TensorView view) {
            return Value.of(interpreter.file().tensor(path, view));
        }
        if (stored instanceof PickleObject object) {
            return new ScriptModule(path, object);
        }
        List<?> items =
                stored instanceof PickleTuple tuple ? tuple.items() : stored instanceof List<?> list ? list : null;
        if (items == null) {
            return stored;
        }
        boolean simple = items.size() <= 1000 && items.stream().allMatch(Scope::isSimple);
        if (!simple) {
            throw refused("reads a list of modules or of lists");
        }
        return new ArrayList<Object>(items);
    }

    private static boolean isSimple(Object item) {
        return item == null || item instanceof Number || item instanceof Boolean || item instanceof String;
    }

    /** {@code object[index]}. */
    Object item(Object object, Object index) {
        if (object instanceof List<?> list && index instanceof Long number) {
            long at = number < 0 ? number + list.size() : number;
            if (0 <= at && at < list.size()) {
                return list.get((int) at);
            }
        }
        throw refused("takes an item that is not there");
    }

    /** A call of a function, a method or an operator. */
    Object call(Expression.Call call) {
        String path = call.function().path().orElse("");
        String root = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        if (!hasVariable(root)) {
            if (path.startsWith("torch.") || path.startsWith("ops.")) {
                return operator(path.substring(path.lastIndexOf('.') + 1), call);
            }
            if (!path.isEmpty() && !path.contains(".")) {
                return ScriptWords.apply(path, call, this);
            }
        }
        if (call.function() instanceof Expression.Attribute method && !path.startsWith("__torch__.")) {
            Object owner = method.object().evaluate(this);
            if (owner instanceof ScriptModule object) {
                return interpreter.method(object, method.name(), call.places(this, 0), call.names(this), this);
            }
        }
        Object target = call.function().evaluate(this);
        if (target instanceof FunctionReference reference) {
            return interpreter.function(reference.path(), call.places(this, 0), call.names(this), this);
        }
        throw refused("calls '" + Printable.of(path) + "', which is not known");
    }

    private Object operator(String name, Expression.Call call) {
        return operator(name, call.places(this, 0), call.names(this));
    }

    /** An operator of PyTorch: of numbers at once, of tensors as a node. */
    Object operator(String name, List<Object> places, Map<String, Object> names) {
        if (PlainOperators.isPlain(name, places)) {
            return PlainOperators.apply(name, places, this);
        }
        if (!AtenRules.has(name)) {
            throw refused("calls torch." + Printable.of(name) + ", which is not read");
        }
        String node = module.isEmpty() ? name : module;
        return AtenRules.apply(name, new AtenCall(where(), node, name, places, names, interpreter.graph()));
    }
}
