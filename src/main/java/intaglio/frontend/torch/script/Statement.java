package intaglio.frontend.torch.script;

import java.util.List;

/**
 * A statement.
 *
 * @param line number in the file
 * @param kind what it does
 * @param targets variables of an assignment
 * @param value of an assignment or return, condition of an if; null for the others
 * @param body of an if; empty for the others
 * @param otherwise of an if; empty for the others
 */
record Statement(
        int line, Kind kind, List<String> targets, Expression value, List<Statement> body, List<Statement> otherwise) {

    enum Kind {
        ASSIGN,
        RETURN,
        IF,
        PASS,
        /** Any other: it is refused where it is reached. */
        OTHER
    }

    static Statement of(int line, Kind kind) {
        return new Statement(line, kind, List.of(), null, List.of(), List.of());
    }

    static Statement of(int line, Kind kind, List<String> targets, Expression value) {
        return new Statement(line, kind, targets, value, List.of(), List.of());
    }
}
