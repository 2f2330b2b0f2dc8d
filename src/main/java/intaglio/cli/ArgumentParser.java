package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Parses what follows the verb. Every mistake is found before anything is reported. */
final class ArgumentParser {

    private final Verb verb;
    private final Options options;
    private final List<Problem> wrong = new ArrayList<>();

    private ArgumentParser(Verb verb) {
        this.verb = verb;
        this.options = verb.options();
    }

    /**
     * @param words the words after the verb
     * @throws IntaglioException exit code 2, with every unknown option, missing value and superfluous word
     */
    static Arguments parse(Verb verb, List<String> words) {
        return new ArgumentParser(verb).parse(words);
    }

    private Arguments parse(List<String> words) {
        DynamicQuantization.askedFor(words).ifPresent(answer -> {
            throw new IntaglioException(ExitCode.USAGE, List.of(answer));
        });
        List<String> left = new ArrayList<>(words);
        CommandLine line = null;
        while (line == null) {
            try {
                line = DefaultParser.builder()
                        .setAllowPartialMatching(false)
                        .get()
                        .parse(options, left.toArray(String[]::new));
            } catch (UnrecognizedOptionException e) {
                // Commons CLI stops at the first: note it, leave it out and look for the next.
                unknown(e.getOption());
                left.remove(e.getOption());
            } catch (MissingArgumentException e) {
                Option option = e.getOption();
                String name = "--" + option.getLongOpt();
                wrong(name + " has no value", "write " + name + " " + option.getArgName());
                left.remove(left.lastIndexOf(name));
            } catch (ParseException e) {
                throw IntaglioException.usage(e.getMessage(), help());
            }
        }
        checkOperands(line);
        checkRepetition(line);
        if (!wrong.isEmpty()) {
            throw new IntaglioException(ExitCode.USAGE, wrong);
        }
        return new Arguments(verb, line);
    }

    private void unknown(String word) {
        String name = word.replaceFirst("^-+", "").replaceFirst("=.*", "");
        List<String> known =
                options.getOptions().stream().map(Option::getLongOpt).toList();
        Optional<String> nearest = Suggestion.nearest(name, known);
        wrong(
                "'" + verb.name() + "' has no option " + word,
                nearest.map(option -> "did you mean --" + option + "?").orElse(help()));
    }

    private void checkOperands(CommandLine line) {
        List<String> found = line.getArgList();
        List<String> wanted = verb.operands();
        for (String word : found.subList(Math.min(found.size(), wanted.size()), found.size())) {
            wrong("'" + word + "' is one argument too many for '" + verb.name() + "'", help());
        }
        for (String name : wanted.subList(Math.min(found.size(), wanted.size()), wanted.size())) {
            if (!name.startsWith("[")) {
                wrong(name + " is missing", "write intaglio " + verb.name() + " " + String.join(" ", wanted));
            }
        }
    }

    private void checkRepetition(CommandLine line) {
        for (Option option : options.getOptions()) {
            String[] values = line.getOptionValues(option);
            if (values != null && values.length > 1) {
                wrong(
                        "--" + option.getLongOpt() + " is given " + values.length + " times ("
                                + String.join(", ", values) + ")",
                        "give it once");
            }
        }
    }

    private String help() {
        return "see intaglio help " + verb.name();
    }

    private void wrong(String what, String help) {
        wrong.add(new Problem("command line", what, help));
    }
}
