package intaglio.frontend.layer;

import intaglio.diag.Problems;
import java.util.Locale;
import java.util.Set;

/** Which names a network and its layers may have: those that can become parts of Verilog and file names. */
public final class Labels {

    static final int MAX_LENGTH = 24;

    private Labels() {}

    /** Reports a name that is not {@code [a-z][a-z0-9_]*} or is too long. */
    public static void check(String what, String name, String where, Problems problems) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            problems.add(
                    where,
                    what + " '" + name + "' is not a lower-case letter followed by lower-case letters, digits and _",
                    "rename it, for instance to '" + legal(name) + "'");
        }
        if (name.length() > MAX_LENGTH) {
            problems.add(
                    where,
                    what + " '" + name + "' has " + name.length() + " characters, at most " + MAX_LENGTH
                            + " are allowed",
                    "shorten it");
        }
    }

    /** The nearest name of legal characters. */
    public static String legal(String name) {
        String start = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return start.matches("[a-z].*") ? start : "l" + start;
    }

    /**
     * A label that may be used as it is: legal characters, not too long, not taken yet.
     *
     * @param name what it should be called
     * @param taken labels in use; the new one is added
     */
    public static String free(String name, Set<String> taken) {
        String start = shortened(legal(name), MAX_LENGTH);
        String label = start;
        for (int i = 2; taken.contains(label); i++) {
            label = shortened(start, MAX_LENGTH - 1 - Integer.toString(i).length()) + "_" + i;
        }
        taken.add(label);
        return label;
    }

    private static String shortened(String name, int length) {
        return name.length() > length ? name.substring(0, length) : name;
    }
}
