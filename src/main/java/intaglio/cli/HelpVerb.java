package intaglio.cli;

import intaglio.diag.ExitCode;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code help}: all verbs, or one. */
final class HelpVerb implements Verb {

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String summary() {
        return "show this page, or that of one verb";
    }

    @Override
    public List<String> operands() {
        return List.of("[VERB]");
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        console.out()
                .print(arguments
                        .word(0)
                        .map(name -> HelpPage.of(Verbs.named(name).orElseThrow(() -> Main.unknownVerb(name))))
                        .orElseGet(HelpPage::overview));
        return ExitCode.OK;
    }
}
