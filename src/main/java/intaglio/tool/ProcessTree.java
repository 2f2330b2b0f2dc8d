package intaglio.tool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a process with everything it has started. */
final class ProcessTree {

    private static final long PATIENCE_SECONDS = 5;

    private ProcessTree() {}

    /**
     * Kills from the root down, so that no parent can start anew what was just ended. The children of each process are
     * read before it dies: afterwards they belong to nobody and are no longer found.
     */
    static void kill(ProcessHandle root) {
        Set<ProcessHandle> seen = new LinkedHashSet<>();
        Deque<ProcessHandle> waiting = new ArrayDeque<>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            ProcessHandle next = waiting.remove();
            if (seen.add(next)) {
                next.children().forEach(waiting::add);
                next.destroyForcibly();
            }
        }
        seen.forEach(ProcessTree::awaitEnd);
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
