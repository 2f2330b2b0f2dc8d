package intaglio.cli;

import intaglio.diag.ExitCode;
import java.util.List;
import org.apache.commons.cli.Options;

/** One verb of the command line. */
interface Verb {

    /** The word on the command line. */
    String name();

    /** One line for the list of verbs. */
    String summary();

    /** Names of the arguments, for instance {@code MODEL}; one in brackets may be left out. */
    List<String> operands();

    /** The options, without {@code --help}, which every verb has. */
    Options options();

    /** What the verb does, in a few lines, for {@code help VERB}; may be empty. */
    default List<String> details() {
        return List.of();
    }

    /**
     * Does the work.
     *
     * @throws intaglio.diag.IntaglioException for everything the user can mend
     */
    ExitCode run(Arguments arguments, Console console);
}
