package intaglio.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Ends a process with everything it has started. A process that forks while it is being killed leaves a child that
 * belongs to nobody. So a program gets a variable in its environment, which its children inherit; where the system shows
 * environments (Linux), processes with it are looked for until there are no more.
 */
final class ProcessTree {

    /** The variable; its value is another one for each program that is started. */
    static final String MARK = "INTAGLIO_TOOL";

    private static final long PATIENCE_SECONDS = 5;

    private ProcessTree() {}

    /**
     * Kills from the root down, so that no parent can start anew what was just ended.
     *
     * @param mark value of the variable in its environment
     */
    static void kill(ProcessHandle root, String mark) {
        Set<ProcessHandle> seen = new LinkedHashSet<>();
        Deque<ProcessHandle> waiting = new ArrayDeque<>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            while (!waiting.isEmpty()) {
                ProcessHandle next = waiting.remove();
                if (seen.add(next)) {
                    next.children().forEach(waiting::add);
                    next.destroyForcibly();
                }
            }
            marked(mark).filter(process -> !seen.contains(process)).forEach(waiting::add);
        }
        seen.forEach(ProcessTree::awaitEnd);
    }

    private static Stream<ProcessHandle> marked(String mark) {
        String variable = "\0" + MARK + "=" + mark + "\0";
        return ProcessHandle.allProcesses().filter(process -> ("\0" + environment(process)).contains(variable));
    }

    /** Variables, each with a zero byte behind it; empty where they cannot be seen. */
    private static String environment(ProcessHandle process) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static void awaitEnd(ProcessHandle handle) {
        try {
            handle.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Killed but not yet gone (a process in the kernel's hands): nothing more can be done here.
        }
    }
}
