package intaglio.rtl;

import java.util.List;
import java.util.Locale;

/** Pieces of Verilog text that templates must not compute: ranges, sized literals, extensions. */
final class VerilogText {

    private VerilogText() {}

    /** {@code [width-1:0]}. */
    static String range(int width) {
        return "[" + (width - 1) + ":0]";
    }

    /** As many blanks as the range is long, so that one-bit ports line up. */
    static String blanks(int count) {
        return " ".repeat(count);
    }

    static String pad(String text, int length) {
        return text + blanks(length - text.length());
    }

    static String hex32(long value) {
        return String.format(Locale.ROOT, "32'h%08x", value);
    }

    /** 16-bit entries in one constant, the first lowest. */
    static String table(List<Integer> entries) {
        StringBuilder text = new StringBuilder("{");
        for (int i = entries.size() - 1; i >= 0; i--) {
            text.append("16'd").append(entries.get(i)).append(i == 0 ? "" : ", ");
        }
        return text.append("}").toString();
    }

    /** The signal widened to {@code to} bits, by its sign or with zeros. */
    static String extend(String signal, int from, int to, boolean signed) {
        if (from == to) {
            return signal;
        }
        int missing = to - from;
        String fill = signed
                ? "{" + missing + "{" + signal + (from == 1 ? "" : "[" + (from - 1) + "]") + "}}"
                : missing + "'d0";
        return "{" + fill + ", " + signal + "}";
    }
}
