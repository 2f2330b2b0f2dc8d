package intaglio.frontend.torch.script;

import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the statements that TorchScript writes. Others are kept as {@link Statement.Kind#OTHER}, those within included. */
final class Parser {

    private static final int MAX_DEPTH = 60;
    private static final Set<String> OTHER =
            Set.of("for", "while", "with", "try", "raise", "import", "from", "def", "class");
    private static final Map<String, Object> WORDS = words();

    private final String where;
    private final List<Lexer.Line> lines;
    private int next;
    private List<Token> tokens;
    private int at;
    private int depth;

    private Parser(String where, List<Lexer.Line> lines) {
        this.where = where;
        this.lines = lines;
    }

    private static Map<String, Object> words() {
        Map<String, Object> words = new HashMap<>();
        words.put("None", null);
        words.put("True", true);
        words.put("False", false);
        words.put("inf", Double.POSITIVE_INFINITY);
        return words;
    }

    /**
     * Reads one entry.
     *
     * @throws IntaglioException (exit code 3) with the line that is not understood
     */
    static Source parse(String where, String text) {
        Parser parser = new Parser(where, Lexer.lines(where, text));
        Source source = new Source();
        parser.definitions(source, "", -1);
        return source;
    }

    private boolean isWithin(int indent) {
        return next < lines.size() && lines.get(next).indent() > indent;
    }

    private void definitions(Source source, String owner, int indent) {
        while (isWithin(indent)) {
            Lexer.Line line = lines.get(next);
            start(line);
            if (line.startsWith("class") && owner.isEmpty()) {
                next++;
                definitions(source, tokens.get(1).text(), line.indent());
            } else if (line.startsWith("def")) {
                source.add(owner, function(line));
            } else {
                next++;
                member(source, owner);
                skip(line.indent());
            }
        }
    }

    /** {@code stride : Final[int] = 2}; what stands in a class otherwise says nothing of the graph. */
    private void member(Source source, String owner) {
        String name = tokens.get(0).text();
        boolean constant =
                tokens.size() > 3 && tokens.get(1).is(":") && tokens.get(2).is("Final");
        if (!constant) {
            return;
        }
        at = 2;
        expression();
        if (peek().is("=")) {
            at++;
            source.add(owner, name, expression());
        }
    }

    private void start(Lexer.Line line) {
        tokens = line.tokens();
        at = 0;
    }

    private void skip(int indent) {
        while (isWithin(indent)) {
            next++;
        }
    }

    private Function function(Lexer.Line line) {
        next++;
        at = 1;
        String name = take(Token.Kind.NAME).text();
        expect("(");
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        while (!peek().is(")")) {
            parameters.add(take(Token.Kind.NAME).text());
            if (peek().is(":")) {
                at++;
                expression();
            }
            boolean usual = peek().is("=");
            at += usual ? 1 : 0;
            defaults.add(usual ? expression() : null);
            if (peek().is(",")) {
                at++;
            }
        }
        return new Function(where, line.number(), name, parameters, defaults, block(line.indent()));
    }

    private List<Statement> block(int indent) {
        if (++depth > MAX_DEPTH) {
            throw refused("is nested too deeply");
        }
        List<Statement> statements = new ArrayList<>();
        while (isWithin(indent)) {
            statements.add(statement(lines.get(next)));
        }
        depth--;
        return statements;
    }

    /** What is not understood is refused where it is reached: functions have parts that no image comes to. */
    private Statement statement(Lexer.Line line) {
        int outer = depth;
        try {
            return understood(line);
        } catch (IntaglioException e) {
            depth = outer;
            skip(line.indent());
            return Statement.of(line.number(), Statement.Kind.OTHER);
        }
    }

    private Statement understood(Lexer.Line line) {
        next++;
        start(line);
        int number = line.number();
        Token first = peek();
        if (first.kind() == Token.Kind.NAME && OTHER.contains(first.text())) {
            skip(line.indent());
            return Statement.of(number, Statement.Kind.OTHER);
        }
        if (first.is("pass")) {
            return Statement.of(number, Statement.Kind.PASS);
        }
        if (first.is("return")) {
            at++;
            return Statement.of(number, Statement.Kind.RETURN, List.of(), tuple());
        }
        if (first.is("if")) {
            at++;
            Expression condition = expression();
            List<Statement> body = block(line.indent());
            boolean otherwise = next < lines.size()
                    && lines.get(next).indent() == line.indent()
                    && lines.get(next).startsWith("else");
            next += otherwise ? 1 : 0;
            List<Statement> rest = otherwise ? block(line.indent()) : List.of();
            return new Statement(number, Statement.Kind.IF, List.of(), condition, body, rest);
        }
        List<String> targets = targets();
        Expression value = tuple();
        if (peek().kind() != Token.Kind.END) {
            throw refused("has '" + Printable.of(peek().text()) + "', which is not understood");
        }
        return Statement.of(number, Statement.Kind.ASSIGN, targets, value);
    }

    /** The variables before {@code =}; none for an expression that stands alone. */
    private List<String> targets() {
        int end = at;
        List<String> names = new ArrayList<>();
        while (tokens.get(end).kind() == Token.Kind.NAME || tokens.get(end).is(",")) {
            if (tokens.get(end).kind() == Token.Kind.NAME) {
                names.add(tokens.get(end).text());
            }
            end++;
        }
        if (!tokens.get(end).is("=")) {
            return List.of();
        }
        boolean several = end > at + 1;
        at = end + 1;
        // A comma behind a single name makes it a tuple, too.
        return several && names.size() == 1 ? List.of(names.get(0), "") : names;
    }

    /** An expression, or several with commas between them. */
    private Expression tuple() {
        Expression first = expression();
        if (!peek().is(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (peek().is(",")) {
            at++;
            if (peek().kind() != Token.Kind.END) {
                items.add(expression());
            }
        }
        return new Expression.Sequence(items);
    }

    private Expression expression() {
        if (++depth > MAX_DEPTH) {
            throw refused("is nested too deeply");
        }
        Expression value = operand();
        while (peek().is(".") || peek().is("(") || peek().is("[")) {
            Token sign = tokens.get(at++);
            if (sign.is(".")) {
                value = new Expression.Attribute(value, take(Token.Kind.NAME).text());
            } else if (sign.is("[")) {
                List<Expression> index = list("]");
                value = new Expression.Index(value, index.size() == 1 ? index.get(0) : new Expression.Sequence(index));
            } else {
                value = call(value);
            }
        }
        depth--;
        return value;
    }

    private Expression operand() {
        Token token = tokens.get(at++);
        if (token.is("-")) {
            Object number = number(take(Token.Kind.NUMBER).text());
            return new Expression.Literal(number instanceof Long whole ? (Object) (-whole) : -((Double) number));
        }
        if (token.is("(")) {
            return parenthesis();
        }
        if (token.is("[")) {
            return new Expression.Sequence(list("]"));
        }
        return switch (token.kind()) {
            case NUMBER -> new Expression.Literal(number(token.text()));
            case STRING -> new Expression.Literal(token.text());
            case NAME ->
                WORDS.containsKey(token.text())
                        ? new Expression.Literal(WORDS.get(token.text()))
                        : new Expression.Name(token.text());
            default -> throw refused("has '" + Printable.of(token.text()) + "', which is not understood");
        };
    }

    private Expression parenthesis() {
        boolean empty = peek().is(")");
        List<Expression> items = list(")");
        boolean tuple = tokens.get(at - 2).is(",");
        return items.size() == 1 && !tuple && !empty ? items.get(0) : new Expression.Sequence(items);
    }

    private List<Expression> list(String end) {
        List<Expression> items = new ArrayList<>();
        while (!peek().is(end)) {
            items.add(expression());
            if (!peek().is(end)) {
                expect(",");
            }
        }
        at++;
        return items;
    }

    private Expression call(Expression function) {
        List<Expression> places = new ArrayList<>();
        Map<String, Expression> names = new LinkedHashMap<>();
        while (!peek().is(")")) {
            if (peek().kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
                String name = tokens.get(at).text();
                at += 2;
                names.put(name, expression());
            } else {
                places.add(expression());
            }
            if (!peek().is(")")) {
                expect(",");
            }
        }
        at++;
        return new Expression.Call(function, places, names);
    }

    private Object number(String text) {
        try {
            return text.matches("\\d+") ? (Object) Long.valueOf(text) : Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw refused("has the number " + Printable.of(text) + ", which is not read");
        }
    }

    private Token peek() {
        return tokens.get(Math.min(at, tokens.size() - 1));
    }

    private Token take(Token.Kind kind) {
        Token token = peek();
        if (token.kind() != kind) {
            throw refused("has '" + Printable.of(token.text()) + "', which is not understood");
        }
        at++;
        return token;
    }

    private void expect(String sign) {
        if (!peek().is(sign)) {
            throw refused("has '" + Printable.of(peek().text()) + "' where '" + sign + "' is needed");
        }
        at++;
    }

    private IntaglioException refused(String what) {
        return IntaglioException.badInput(where + ":" + peek().line(), what, ScriptFile.HELP);
    }
}
