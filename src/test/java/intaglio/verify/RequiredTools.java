package intaglio.verify;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Skips a test, visibly, where a program is missing; with {@code -Drequire.tools=true} that is a failure. */
public final class RequiredTools {

    private RequiredTools() {}

    public static void require(String... programs) {
        for (String program : programs) {
            boolean found = onPath(program);
            if (!found && Boolean.getBoolean("require.tools")) {
                fail(program + " is not installed, and require.tools is set");
            }
            assumeTrue(found, program + " is not installed");
        }
    }

    /** Skips a test, visibly, where a program is missing that the launcher does not install. */
    public static void orSkip(String program) {
        assumeTrue(onPath(program), program + " is not installed; the launcher does not install it");
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
