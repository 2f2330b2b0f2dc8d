package intaglio.tool;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What one run of an external program left.
 *
 * @param exit exit code of the program
 * @param log everything it printed, below the command line
 * @param tail the last lines of what it printed
 * @param wall time from start to end
 */
public record ToolResult(int exit, Path log, String tail, Duration wall) {

    public boolean succeeded() {
        return exit == 0;
    }
}
