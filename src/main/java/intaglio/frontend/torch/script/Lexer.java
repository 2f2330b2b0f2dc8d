package intaglio.frontend.torch.script;

import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts source text into logical lines: what stands within brackets goes on over the end of a line. */
final class Lexer {

    private static final int MAX_TOKENS = 1_000_000;
    private static final Pattern TOKEN = Pattern.compile(
            "[ \\t]*(?:(#[^\\n]*)|(\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+')"
                    + "|(\\d+\\.?\\d*(?:[eE][+-]?\\d+)?j?|\\.\\d+)|([A-Za-z_]\\w*)|(->|[-()\\[\\]{},:.=+*/<>!%@|&~^]))");

    /**
     * A logical line.
     *
     * @param indent blanks in front of it
     * @param tokens the last is {@link Token.Kind#END}
     */
    record Line(int indent, List<Token> tokens) {

        int number() {
            return tokens.get(0).line();
        }

        boolean startsWith(String word) {
            return tokens.get(0).is(word);
        }
    }

    private final String where;
    private final List<Line> lines = new ArrayList<>();
    private List<Token> open = new ArrayList<>();
    private int indent;
    private int depth;
    private int count;

    private Lexer(String where) {
        this.where = where;
    }

    static List<Line> lines(String where, String text) {
        Lexer lexer = new Lexer(where);
        String[] physical = text.split("\n", -1);
        for (int i = 0; i < physical.length; i++) {
            lexer.line(physical[i].stripTrailing(), i + 1);
        }
        if (!lexer.open.isEmpty()) {
            throw lexer.refused(physical.length, "ends within brackets");
        }
        return lexer.lines;
    }

    private void line(String text, int number) {
        if (text.isBlank()) {
            return;
        }
        if (open.isEmpty()) {
            indent = text.length() - text.stripLeading().length();
        }
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt() || ++count > MAX_TOKENS) {
                throw refused(number, "is not understood: '" + Printable.of(text.strip()) + "'");
            }
            if (matcher.group(1) == null) {
                add(matcher, number);
            }
            at = matcher.end();
        }
        if (depth <= 0 && !open.isEmpty()) {
            open.add(new Token(Token.Kind.END, "end of line", number));
            lines.add(new Line(indent, open));
            open = new ArrayList<>();
            depth = 0;
        }
    }

    private void add(Matcher matcher, int number) {
        String string = matcher.group(2);
        if (string != null) {
            open.add(new Token(Token.Kind.STRING, string.substring(1, string.length() - 1), number));
        } else if (matcher.group(3) != null) {
            open.add(new Token(Token.Kind.NUMBER, matcher.group(3), number));
        } else if (matcher.group(4) != null) {
            open.add(new Token(Token.Kind.NAME, matcher.group(4), number));
        } else {
            String sign = matcher.group(5);
            depth += "([{".contains(sign) ? 1 : ")]}".contains(sign) ? -1 : 0;
            open.add(new Token(Token.Kind.SIGN, sign, number));
        }
    }

    private IntaglioException refused(int line, String what) {
        return IntaglioException.badInput(where + ":" + line, what, ScriptFile.HELP);
    }
}
