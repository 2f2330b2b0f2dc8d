package intaglio.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The data folder beside the project: third-party files that tests measure with but that are never committed. */
public final class SharedData {

    private static final Path ROOT = Path.of("..", "shared", "data");

    private SharedData() {}

    /** A file of the data folder; the test is skipped where it is absent. */
    public static Path require(String relative) {
        Path path = ROOT.resolve(relative);
        Assumptions.assumeTrue(Files.exists(path), () -> "needs the data file " + path + ", which is not there");
        return path;
    }
}
