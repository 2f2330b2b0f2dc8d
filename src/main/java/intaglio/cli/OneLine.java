package intaglio.cli;

/** Keeps a message on one line, whatever a file name or a tensor name in it contains. */
final class OneLine {

    private static final int LONGEST = 2000;

    private OneLine() {}

    /** The text with control characters written as escapes and a very long one cut. */
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < LONGEST; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else if (Character.isISOControl(c)) {
                line.append("\\u%04x".formatted((int) c));
            } else {
                line.append(c);
            }
        }
        return text.length() > LONGEST ? line + "..." : line.toString();
    }
}
