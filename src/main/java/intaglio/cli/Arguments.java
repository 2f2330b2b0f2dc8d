package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.Problem;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import org.apache.commons.cli.CommandLine;

/**
 * The arguments of one verb. Wrong ones are collected, not thrown: {@link #throwIfWrong()} reports all of them
 * together. Until then a wrong value reads as missing or as its default.
 */
final class Arguments {

    private final Verb verb;
    private final CommandLine line;
    private final List<Problem> wrong = new ArrayList<>();

    Arguments(Verb verb, CommandLine line) {
        this.verb = verb;
        this.line = line;
    }

    boolean has(String option) {
        return line.hasOption(option);
    }

    /** An argument by position; absent where the command line has none. */
    Optional<String> word(int index) {
        List<String> operands = line.getArgList();
        return index < operands.size() ? Optional.of(operands.get(index)) : Optional.empty();
    }

    /** The same, as the name of a file or folder. */
    Optional<Path> operand(int index) {
        return word(index).flatMap(value -> path(verb.operands().get(index), value));
    }

    Optional<String> text(String option) {
        return Optional.ofNullable(line.getOptionValue(option));
    }

    Optional<Path> path(String option) {
        return text(option).flatMap(value -> path("--" + option, value));
    }

    /** A path the verb cannot do without. */
    Optional<Path> requiredPath(String option) {
        if (!has(option)) {
            wrong("--" + option + " is missing", "add --" + option + " " + argumentName(option));
        }
        return path(option);
    }

    /** An integer in {@code least..most}; the default where the option is not given. */
    long integer(String option, long least, long most, long otherwise) {
        Optional<String> value = text(option);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, in the same words as a number out of range.
        }
        wrong("--" + option + " is " + value.get(), "give an integer from " + least + " to " + most);
        return otherwise;
    }

    /** A number in {@code least..most}; nothing where the option is not given. */
    OptionalDouble number(String option, double least, double most) {
        Optional<String> value = text(option);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double number = Double.parseDouble(value.get());
            if (number >= least && number <= most) {
                return OptionalDouble.of(number);
            }
        } catch (NumberFormatException e) {
            // Reported below, in the same words as a number out of range.
        }
        wrong(
                "--" + option + " is " + value.get(),
                String.format(Locale.ROOT, "give a number from %s to %s", plain(least), plain(most)));
        return OptionalDouble.empty();
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /**
     * A number, a percent sign behind it is taken, too; the default where the option is not given.
     *
     * @param good which numbers are allowed
     * @param help what to do where the number is not
     */
    double number(String option, double otherwise, DoublePredicate good, String help) {
        Optional<String> text = text(option);
        try {
            double number = text.map(given -> Double.parseDouble(given.replaceFirst("%$", "")))
                    .orElse(otherwise);
            if (good.test(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        wrong("--" + option + " is " + text.orElseThrow(), help);
        return otherwise;
    }

    /** Notes a mistake on the command line, once. */
    void wrong(String what, String help) {
        Problem problem = new Problem("command line", what, help);
        if (!wrong.contains(problem)) {
            wrong.add(problem);
        }
    }

    void throwIfWrong() {
        if (!wrong.isEmpty()) {
            throw new IntaglioException(ExitCode.USAGE, wrong);
        }
    }

    private String argumentName(String option) {
        return verb.options().getOption(option).getArgName();
    }

    private Optional<Path> path(String name, String value) {
        try {
            if (!value.isEmpty()) {
                return Optional.of(Path.of(value));
            }
        } catch (InvalidPathException e) {
            // Reported below like an empty one.
        }
        wrong(name + " is '" + value + "'", "give the name of a file or folder");
        return Optional.empty();
    }
}
