package intaglio.verify;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an emitted module says in constants: its local parameters, its constant assignments, and the parameters of the
 * instances in it. Reads the plain form that the compiler emits.
 *
 * @param constants expression of each local parameter, by its name
 * @param assignments right side of each continuous assignment, by its left side
 * @param instances by their names
 */
record VerilogModule(Map<String, String> constants, Map<String, String> assignments, Map<String, Instance> instances) {

    private static final Pattern COMMENT = Pattern.compile("//[^\n]*");
    private static final Pattern CONSTANT = Pattern.compile(
            "\\blocalparam\\s+(?:integer\\s+)?(?:signed\\s+)?(?:\\[[^\\]]*\\]\\s*)?(\\w+)\\s*=([^;]*);");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\bassign\\s+(\\w+)\\s*=([^;]*);");
    private static final Pattern INSTANCE = Pattern.compile("(?m)^ *(\\w+)\\s+(?:#\\(|(?=u_\\w+\\s*\\())");
    private static final Pattern NAME = Pattern.compile("\\)?\\s*(u_\\w+)\\s*\\(");
    private static final Pattern PARAMETER = Pattern.compile("\\s*,?\\s*\\.(\\w+)\\(");
    private static final Pattern ROM = Pattern.compile("\\{\\s*ROM_DIR\\s*,\\s*\"([^\"]*)\"\\s*\\}");

    /**
     * An instance.
     *
     * @param module name of its module
     * @param parameters expression of each parameter, by its name
     */
    record Instance(String module, Map<String, String> parameters) {}

    static VerilogModule parse(String source) {
        String text = COMMENT.matcher(source).replaceAll("");
        Map<String, String> constants = new LinkedHashMap<>();
        CONSTANT.matcher(text).results().forEach(match -> constants.put(match.group(1), match.group(2)));
        Map<String, String> assignments = new LinkedHashMap<>();
        ASSIGNMENT.matcher(text).results().forEach(match -> assignments.put(match.group(1), match.group(2)));
        return new VerilogModule(constants, assignments, instances(text));
    }

    private static Map<String, Instance> instances(String text) {
        Map<String, Instance> instances = new LinkedHashMap<>();
        Matcher start = INSTANCE.matcher(text);
        Matcher name = NAME.matcher(text);
        while (start.find()) {
            Map<String, String> parameters = new LinkedHashMap<>();
            int end = parameters(text, start.end(), parameters);
            name.region(end, text.length());
            if (name.lookingAt()) {
                instances.put(name.group(1), new Instance(start.group(1), parameters));
            }
        }
        return instances;
    }

    /** Reads {@code .NAME(expression), ...} and returns where that ends. */
    private static int parameters(String text, int from, Map<String, String> parameters) {
        Matcher parameter = PARAMETER.matcher(text);
        int at = from;
        while (parameter.region(at, text.length()).lookingAt()) {
            int end = closing(text, parameter.end());
            parameters.put(parameter.group(1), text.substring(parameter.end(), end));
            at = end + 1;
        }
        return skipBlanks(text, at);
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the parenthesis closes that was opened before {@code from}. */
    private static int closing(String text, int from) {
        int depth = 1;
        int at = from;
        while (at < text.length()) {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
            at++;
        }
        throw new IllegalArgumentException("a parenthesis does not close");
    }

    /** The instance of that name; {@link IllegalArgumentException} where there is none. */
    Instance instance(String name) {
        if (!instances.containsKey(name)) {
            throw new IllegalArgumentException("there is no instance " + name);
        }
        return instances.get(name);
    }

    /** Names of all instances of a module. */
    List<String> named(String module) {
        return instances.entrySet().stream()
                .filter(entry -> entry.getValue().module().equals(module))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Name of the only instance of a module; {@link IllegalArgumentException} where there is none or another one. */
    String only(String module) {
        List<String> names = named(module);
        if (names.size() != 1) {
            throw new IllegalArgumentException("there are " + names.size() + " instances of " + module + ", not 1");
        }
        return names.get(0);
    }

    /**
     * Value of a parameter of an instance.
     *
     * @throws IllegalArgumentException where it has none, or one that is no constant
     */
    BigInteger number(String instance, String parameter) {
        String expression = instance(instance).parameters().get(parameter);
        if (expression == null) {
            throw new IllegalArgumentException(instance + " has no parameter " + parameter);
        }
        return value(expression);
    }

    /** The same for a parameter that need not be there. */
    int number(String instance, String parameter, int otherwise) {
        return instance(instance).parameters().containsKey(parameter)
                ? number(instance, parameter).intValueExact()
                : otherwise;
    }

    /** The ROM file of an instance; empty where it has none. */
    Optional<String> romFile(String instance) {
        Matcher rom = ROM.matcher(instance(instance).parameters().getOrDefault("FILE", ""));
        return rom.matches() ? Optional.of(rom.group(1)) : Optional.empty();
    }

    /** Value of an expression in this module; {@link IllegalArgumentException} where it is no constant. */
    BigInteger value(String expression) {
        return VerilogExpression.value(expression, constants);
    }
}
