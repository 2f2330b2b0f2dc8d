package intaglio.verify;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an emitted module says in constants: its parameters and local parameters, and the parameters of the instances in
 * it. Reads the plain form that the compiler emits.
 *
 * @param constants expression of each parameter and local parameter, by its name
 * @param instances by their names
 */
record VerilogModule(Map<String, String> constants, Map<String, Instance> instances) {

    private static final Pattern COMMENT = Pattern.compile("//[^\n]*");
    private static final Pattern CONSTANT = Pattern.compile(
            "\\blocalparam\\s+(?:integer\\s+)?(?:signed\\s+)?(?:\\[([^\\]]*)\\]\\s*)?(\\w+)\\s*=([^;]*);");
    private static final Pattern HEADER = Pattern.compile("(?m)^module\\s+\\w+\\s*#\\(");
    private static final Pattern DEFAULT =
            Pattern.compile("\\s*(?:parameter\\s+(?:integer\\s+)?(?:\\[[^\\]]*\\]\\s*)?)?(\\w+)\\s*=");
    private static final Pattern BITS = Pattern.compile("\\s*(\\d+)\\s*:\\s*0\\s*");
    private static final Pattern INSTANCE = Pattern.compile("(?m)^ *(\\w+)\\s+(?:#\\(|(?=u_\\w+\\s*\\())");
    private static final Pattern NAME = Pattern.compile("\\)?\\s*(u_\\w+)\\s*\\(");
    private static final Pattern PARAMETER = Pattern.compile("\\s*,?\\s*\\.(\\w+)\\(");

    /**
     * An instance.
     *
     * @param module name of its module
     * @param parameters expression of each parameter, by its name
     */
    record Instance(String module, Map<String, String> parameters) {}

    static VerilogModule parse(String source) {
        String text = COMMENT.matcher(source).replaceAll("");
        Map<String, String> constants = defaults(text);
        CONSTANT.matcher(text)
                .results()
                .forEach(match -> constants.put(match.group(2), sized(match.group(1), match.group(3))));
        return new VerilogModule(constants, instances(text));
    }

    /** The expression with the size that a range of numbers gives it. */
    private static String sized(String range, String expression) {
        Matcher bits = BITS.matcher(range == null ? "" : range);
        return bits.matches() ? (Integer.parseInt(bits.group(1)) + 1) + "'(" + expression + ")" : expression;
    }

    /** Default values of the parameters, by their names. */
    private static Map<String, String> defaults(String text) {
        Map<String, String> defaults = new LinkedHashMap<>();
        Matcher header = HEADER.matcher(text);
        if (header.find()) {
            String list = text.substring(header.end(), closing(text, header.end()));
            for (int at = 0; at < list.length(); ) {
                Matcher parameter = DEFAULT.matcher(list).region(at, list.length());
                if (!parameter.lookingAt()) {
                    throw new IllegalArgumentException("the list of parameters is not read: " + list.substring(at));
                }
                int end = comma(list, parameter.end());
                defaults.put(parameter.group(1), list.substring(parameter.end(), end));
                at = end + 1;
            }
        }
        return defaults;
    }

    /** Where the next comma outside of all parentheses and braces is, or the end. */
    private static int comma(String list, int from) {
        int depth = 0;
        for (int at = from; at < list.length(); at++) {
            char here = list.charAt(at);
            depth += "({".indexOf(here) >= 0 ? 1 : ")}".indexOf(here) >= 0 ? -1 : 0;
            if (here == ',' && depth == 0) {
                return at;
            }
        }
        return list.length();
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

    /** Name of the only instance of a module; {@link IllegalArgumentException} where there is none or another one. */
    String only(String module) {
        List<String> names = instances.keySet().stream()
                .filter(name -> instances.get(name).module().equals(module))
                .toList();
        if (names.size() != 1) {
            throw new IllegalArgumentException("there are " + names.size() + " instances of " + module + ", not 1");
        }
        return names.get(0);
    }

    /** The same module with other values of some constants. */
    VerilogModule with(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(constants);
        all.putAll(values);
        return new VerilogModule(all, instances);
    }

    /** Values of all parameters of an instance, as literals. */
    Map<String, String> arguments(String instance) {
        Map<String, String> arguments = new LinkedHashMap<>();
        instance(instance)
                .parameters()
                .forEach((name, expression) -> arguments.put(
                        name, VerilogExpression.evaluate(expression, constants).literal()));
        return arguments;
    }

    /**
     * Value of a parameter of an instance.
     *
     * @throws IllegalArgumentException where it has none, or one that is no constant
     */
    BigInteger number(String instance, String parameter) {
        return evaluate(instance, parameter).value();
    }

    /** The same for a parameter that need not be there. */
    int number(String instance, String parameter, int otherwise) {
        return instance(instance).parameters().containsKey(parameter)
                ? number(instance, parameter).intValueExact()
                : otherwise;
    }

    /** The same for a parameter that is a text. */
    String text(String instance, String parameter) {
        return evaluate(instance, parameter).text();
    }

    private VerilogExpression.Value evaluate(String instance, String parameter) {
        String expression = instance(instance).parameters().get(parameter);
        if (expression == null) {
            throw new IllegalArgumentException(instance + " has no parameter " + parameter);
        }
        return VerilogExpression.evaluate(expression, constants);
    }

    /** Value of an expression in this module; {@link IllegalArgumentException} where it is no constant. */
    BigInteger value(String expression) {
        return VerilogExpression.value(expression, constants);
    }
}
