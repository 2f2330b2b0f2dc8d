package intaglio.frontend.torch.script;

import intaglio.diag.Printable;
import intaglio.frontend.torch.aten.AtenGraph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the functions of a network from its image on. Calls are inlined, conditions must be known. */
final class Interpreter {

    private static final int MAX_DEPTH = 60;
    private static final int MAX_STEPS = 100_000;
    private static final String FUNCTIONAL = "__torch__.torch.nn.functional.";

    private final ScriptFile file;
    private final AtenGraph graph;
    private int depth;
    private int steps;

    Interpreter(ScriptFile file, AtenGraph graph) {
        this.file = file;
        this.graph = graph;
    }

    ScriptFile file() {
        return file;
    }

    AtenGraph graph() {
        return graph;
    }

    /** The result of the network. */
    Object run(ScriptModule network, Object image) {
        Function start = new Function(file.file(), 0, "network", List.of(), List.of(), List.of());
        return method(network, "forward", List.of(image), Map.of(), new Scope(this, start, ""));
    }

    /** A constant of the class of a module; null where it has none. */
    Expression constant(ScriptModule module, String name) {
        String type = module.object().className();
        return file.source(type).constant(simple(type), name);
    }

    private static String simple(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** A method of a module. */
    Object method(ScriptModule module, String name, List<Object> places, Map<String, Object> names, Scope caller) {
        String type = module.object().className();
        Function function = type.startsWith("__torch__.") ? file.source(type).function(simple(type), name) : null;
        if (function == null) {
            throw caller.refused(
                    "calls '" + Printable.of(name) + "' of " + Printable.of(type) + ", which is not in the file");
        }
        Object[] all = new Object[places.size() + 1];
        all[0] = module;
        for (int i = 0; i < places.size(); i++) {
            all[i + 1] = places.get(i);
        }
        return run(function, Arrays.asList(all), names, caller, module.path());
    }

    /** A function of the file. */
    Object function(String path, List<Object> places, Map<String, Object> names, Scope caller) {
        if (path.startsWith(FUNCTIONAL) && path.endsWith(".interpolate")) {
            return interpolate(places, names, caller);
        }
        Function function = file.source(path).function("", simple(path));
        if (function == null) {
            throw caller.refused("calls " + Printable.of(path) + ", which is not in the file");
        }
        return run(function, places, names, caller, caller.module());
    }

    /** Its own code has loops: (input, size, scale_factor, mode). */
    private static Object interpolate(List<Object> places, Map<String, Object> names, Scope caller) {
        Object[] known = new Object[4];
        List<String> words = List.of("input", "size", "scale_factor", "mode");
        for (int i = 0; i < known.length; i++) {
            known[i] = names.getOrDefault(words.get(i), i < places.size() ? places.get(i) : null);
        }
        if (known[3] != null && !known[3].equals("nearest")) {
            throw caller.refused("interpolates with '" + Printable.of(known[3].toString()) + "', read is 'nearest'");
        }
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("input", known[0]);
        arguments.put("output_size", both(known[1]));
        arguments.put("scale_factors", both(known[2]));
        return caller.operator("upsample_nearest2d", List.of(), arguments);
    }

    private static Object both(Object value) {
        return value instanceof Number ? List.of(value, value) : value;
    }

    private Object run(Function function, List<Object> places, Map<String, Object> names, Scope caller, String module) {
        if (++depth > MAX_DEPTH) {
            throw caller.refused("calls functions in functions, more than " + MAX_DEPTH + " deep");
        }
        Scope scope = new Scope(this, function, module);
        List<String> parameters = function.parameters();
        if (places.size() > parameters.size()) {
            throw caller.refused("gives " + places.size() + " arguments to '" + Printable.of(function.name())
                    + "', which has " + parameters.size());
        }
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i);
            Expression usual = function.defaults().get(i);
            if (i < places.size()) {
                scope.set(name, places.get(i));
            } else if (names.containsKey(name)) {
                scope.set(name, names.get(name));
            } else if (usual != null) {
                scope.set(name, usual.evaluate(scope));
            } else {
                throw caller.refused("gives '" + Printable.of(function.name()) + "' no '" + Printable.of(name) + "'");
            }
        }
        Optional<Result> result = block(function.body(), scope);
        depth--;
        return result.map(Result::value).orElse(null);
    }

    /** What a function returns, None included. */
    private record Result(Object value) {}

    private Optional<Result> block(List<Statement> statements, Scope scope) {
        for (Statement statement : statements) {
            scope.at(statement.line());
            if (++steps > MAX_STEPS) {
                throw scope.refused("is one statement too many, at most " + MAX_STEPS + " are followed");
            }
            switch (statement.kind()) {
                case RETURN -> {
                    return Optional.of(new Result(statement.value().evaluate(scope)));
                }
                case IF -> {
                    boolean holds = PlainOperators.truth(statement.value().evaluate(scope), scope);
                    Optional<Result> result = block(holds ? statement.body() : statement.otherwise(), scope);
                    if (result.isPresent()) {
                        return result;
                    }
                }
                case ASSIGN -> assign(statement, scope);
                case OTHER -> throw refuse(scope);
                case PASS -> {}
            }
        }
        return Optional.empty();
    }

    private static RuntimeException refuse(Scope scope) {
        return scope.refused("is a loop or another statement that is not read");
    }

    private static void assign(Statement statement, Scope scope) {
        Object value = statement.value().evaluate(scope);
        List<String> targets = statement.targets();
        if (targets.size() == 1) {
            scope.set(targets.get(0), value);
            return;
        }
        for (int i = 0; i < targets.size(); i++) {
            if (!targets.get(i).isEmpty()) {
                scope.set(targets.get(i), scope.item(value, (long) i));
            }
        }
    }
}
