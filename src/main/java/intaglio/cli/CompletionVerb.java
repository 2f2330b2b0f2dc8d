package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code completion}: a script by which a shell completes verbs, options and file names. */
final class CompletionVerb implements Verb {

    private static final String BASH = """
            # bash completion for intaglio: source <(intaglio completion bash)
            _intaglio() {
                local word="${COMP_WORDS[COMP_CWORD]}"
                if [[ $COMP_CWORD -eq 1 ]]; then
                    COMPREPLY=($(compgen -W "%s" -- "$word"))
                    return
                fi
                local options=""
                case "${COMP_WORDS[1]}" in
            %s    esac
                if [[ $word == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$word"))
                else
                    COMPREPLY=($(compgen -f -- "$word"))
                fi
            }
            complete -o filenames -F _intaglio intaglio ./intaglio
            """;

    private static final String ZSH = """
            # zsh completion for intaglio: source <(intaglio completion zsh)
            autoload -Uz bashcompinit && bashcompinit
            """;

    @Override
    public String name() {
        return "completion";
    }

    @Override
    public String summary() {
        return "print the completion script of a shell: bash, zsh or fish";
    }

    @Override
    public List<String> operands() {
        return List.of("SHELL");
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public List<String> details() {
        return List.of(
                "bash: source <(intaglio completion bash)",
                "zsh:  source <(intaglio completion zsh)",
                "fish: intaglio completion fish | source");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String shell = arguments.word(0).orElseThrow();
        console.out()
                .print(
                        switch (shell) {
                            case "bash" -> bash();
                            case "zsh" -> ZSH + bash();
                            case "fish" -> fish();
                            default ->
                                throw IntaglioException.usage(
                                        "there is no completion for '" + shell + "'", "give bash, zsh or fish");
                        });
        return ExitCode.OK;
    }

    private static String bash() {
        String cases = Verbs.all().stream()
                .map(verb -> String.format(
                                Locale.ROOT, "        %s) options=\"%s\" ;;%n", verb.name(), longOptions(verb))
                        .replace(System.lineSeparator(), "\n"))
                .collect(Collectors.joining());
        return String.format(Locale.ROOT, BASH, String.join(" ", Verbs.names()), cases);
    }

    private static String longOptions(Verb verb) {
        return verb.options().getOptions().stream()
                .map(option -> "--" + option.getLongOpt())
                .collect(Collectors.joining(" ", "--help ", ""))
                .strip();
    }

    private static String fish() {
        StringBuilder text = new StringBuilder("# fish completion for intaglio: intaglio completion fish | source\n");
        for (Verb verb : Verbs.all()) {
            text.append("complete -c intaglio -n __fish_use_subcommand -f -a ")
                    .append(verb.name())
                    .append(" -d ")
                    .append(quoted(verb.summary()))
                    .append('\n');
            for (Option option : verb.options().getOptions()) {
                text.append("complete -c intaglio -n '__fish_seen_subcommand_from ")
                        .append(verb.name())
                        .append("' -l ")
                        .append(option.getLongOpt())
                        .append(option.hasArg() ? " -r" : "")
                        .append(" -d ")
                        .append(quoted(option.getDescription()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
