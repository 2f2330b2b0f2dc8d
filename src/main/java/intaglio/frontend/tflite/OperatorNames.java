package intaglio.frontend.tflite;

import intaglio.diag.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names of {@code BuiltinOperator} in the schema, by number. */
final class OperatorNames {

    /** Codes from here on are in a field of their own: {@code PLACEHOLDER_FOR_GREATER_OP_CODES}. */
    private static final int WIDE = 127;

    private static final int CUSTOM = 32;
    private static final List<String> NAMES = load();

    private OperatorNames() {}

    private static List<String> load() {
        try (InputStream stream = OperatorNames.class.getResourceAsStream("/intaglio/tflite-operators.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of an entry of {@code operator_codes}; {@code CUSTOM name} for an operator of somebody's own. */
    static String of(FlatTable code) {
        int narrow = code.octet(0);
        // Files from before 2020 have the first field alone.
        int number = narrow < WIDE ? Math.max(narrow, code.integer(3, 0)) : code.integer(3, 0);
        if (number == CUSTOM) {
            return "CUSTOM " + Printable.of(code.text(1));
        }
        return 0 <= number && number < NAMES.size() ? NAMES.get(number) : "number " + number;
    }
}
