package intaglio.diag;

/** Words from a file, made fit for a message. */
public final class Printable {

    private static final int MAX_LENGTH = 80;

    private Printable() {}

    /** At most 80 characters, those that are not plain ASCII as question marks. */
    public static String of(String text) {
        String start = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
        return start.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
