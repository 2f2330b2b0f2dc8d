package intaglio.cli;

import intaglio.diag.ExitCode;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code version}: one line. */
final class VersionVerb implements Verb {

    /** The version in the jar's manifest; {@code development} for classes that are not in a jar. */
    static String version() {
        String version = VersionVerb.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String name() {
        return "version";
    }

    @Override
    public String summary() {
        return "show the version";
    }

    @Override
    public List<String> operands() {
        return List.of();
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        console.print("intaglio " + version());
        return ExitCode.OK;
    }
}
