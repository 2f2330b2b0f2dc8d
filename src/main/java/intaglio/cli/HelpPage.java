package intaglio.cli;

import java.util.Locale;
import org.apache.commons.cli.Option;

/** The text of {@code help}. */
final class HelpPage {

    private static final String EXIT_CODES =
            "Exit codes: 0 ok, 1 verification mismatch, 2 usage, 3 bad model or data, 4 tool missing or failed.\n";

    private HelpPage() {}

    /** Every verb, one line each. */
    static String overview() {
        StringBuilder page = new StringBuilder("usage: intaglio VERB [ARGUMENTS]\n\n");
        for (Verb verb : Verbs.all()) {
            page.append(String.format(Locale.ROOT, "  %-9s %s\n", verb.name(), verb.summary()));
        }
        return page.append("\nintaglio help VERB tells more.\n")
                .append(EXIT_CODES)
                .toString();
    }

    /** One verb with its options. */
    static String of(Verb verb) {
        StringBuilder page = new StringBuilder("usage: intaglio " + verb.name());
        verb.operands().forEach(operand -> page.append(' ').append(operand));
        if (!verb.options().getOptions().isEmpty()) {
            page.append(" [OPTIONS]");
        }
        page.append("\n\n").append(verb.summary()).append('\n');
        if (!verb.options().getOptions().isEmpty()) {
            page.append('\n');
        }
        verb.options().getOptions().forEach(option -> page.append(line(option)));
        if (!verb.details().isEmpty()) {
            page.append('\n');
            verb.details().forEach(line -> page.append(line).append('\n'));
        }
        return page.append('\n').append(EXIT_CODES).toString();
    }

    private static String line(Option option) {
        String name = "--" + option.getLongOpt() + (option.hasArg() ? " " + option.getArgName() : "");
        return String.format(Locale.ROOT, "  %-25s %s\n", name, option.getDescription());
    }
}
