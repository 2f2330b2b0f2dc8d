package intaglio.frontend.torch.script;

import java.util.HashMap;
import java.util.Map;

/** The functions and classes of one entry. */
final class Source {

    private final Map<String, Function> functions = new HashMap<>();
    private final Map<String, Expression> constants = new HashMap<>();

    /**
     * Adds a function.
     *
     * @param owner name of its class, empty for a function of the entry itself
     */
    void add(String owner, Function function) {
        functions.put(owner + "." + function.name(), function);
    }

    /** Adds a constant of a class. */
    void add(String owner, String name, Expression value) {
        constants.put(owner + "." + name, value);
    }

    /** Null where there is none. */
    Function function(String owner, String name) {
        return functions.get(owner + "." + name);
    }

    /** Null where there is none. */
    Expression constant(String owner, String name) {
        return constants.get(owner + "." + name);
    }
}
