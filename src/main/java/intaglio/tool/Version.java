package intaglio.tool;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A dotted version number, compared number by number; missing numbers count as 0. */
public record Version(String text) implements Comparable<Version> {

    private static final Pattern DOTTED = Pattern.compile("\\d+(\\.\\d+)*");

    /** The first dotted number in a program's own announcement, for instance {@code Yosys 0.23 (git sha1 7ce5011)}. */
    public static Optional<Version> parse(String announcement) {
        Matcher matcher = DOTTED.matcher(announcement);
        return matcher.find() ? Optional.of(new Version(matcher.group())) : Optional.empty();
    }

    public boolean isAtLeast(Version least) {
        return compareTo(least) >= 0;
    }

    @Override
    public int compareTo(Version other) {
        String[] mine = text.split("\\.");
        String[] theirs = other.text.split("\\.");
        for (int i = 0; i < Math.max(mine.length, theirs.length); i++) {
            int order = Long.compare(number(mine, i), number(theirs, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static long number(String[] parts, int index) {
        return index < parts.length ? Long.parseLong(parts[index]) : 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
