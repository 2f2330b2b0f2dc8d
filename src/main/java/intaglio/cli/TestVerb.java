package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code test}: belongs to the launcher; the jar holds no tests. */
final class TestVerb implements Verb {

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String summary() {
        return "set this machine up and run every test (from a clone: ./intaglio test)";
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
        throw IntaglioException.usage("the jar holds no tests", "run ./intaglio test in a clone of the repository");
    }
}
