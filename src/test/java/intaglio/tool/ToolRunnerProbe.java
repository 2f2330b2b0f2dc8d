package intaglio.tool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process of its own that runs one program: the one that is ended in {@link ToolRunnerTest}. */
final class ToolRunnerProbe {

    private ToolRunnerProbe() {}

    /** The program, and a folder. When it ends, the next one starts, as in a queue of simulations. */
    public static void main(String[] args) {
        Path folder = Path.of(args[1]);
        while (true) {
            ToolResult result =
                    ToolRunner.run(List.of(args[0]), folder, Duration.ofMinutes(2), folder.resolve("probe.log"));
            System.out.println("ended with " + result.exit());
        }
    }
}
