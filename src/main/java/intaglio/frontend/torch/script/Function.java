package intaglio.frontend.torch.script;

import java.util.List;

/**
 * A function of the file.
 *
 * @param source entry of the file, for messages
 * @param defaults one for each parameter; null where it has none
 */
record Function(
        String source,
        int line,
        String name,
        List<String> parameters,
        List<Expression> defaults,
        List<Statement> body) {}
