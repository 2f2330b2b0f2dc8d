package intaglio.cli;

import org.apache.commons.cli.Option;

/** Makes the options of the verbs; they have long names only. */
final class VerbOption {

    private VerbOption() {}

    /**
     * An option with a value.
     *
     * @param argument what the help calls the value
     */
    static Option value(String name, String argument, String description) {
        return Option.builder()
                .longOpt(name)
                .argName(argument)
                .hasArg()
                .desc(description)
                .get();
    }

    /** An option that takes a file name. */
    static Option file(String name, String description) {
        return value(name, "FILE", description);
    }

    /** An option without a value. */
    static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }
}
