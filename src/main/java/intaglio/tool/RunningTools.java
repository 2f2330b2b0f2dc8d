package intaglio.tool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The external programs that run right now. When this process is ended (Ctrl-C, a signal), they end first. */
final class RunningTools {

    /** With the mark of each, see {@link ProcessTree}. */
    private static final Map<Process, String> RUNNING = new LinkedHashMap<>();

    private static boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(RunningTools::endAll));
    }

    private RunningTools() {}

    /**
     * Starts a program, unless this process is about to end: then it never returns.
     *
     * @param mark what the starter puts into the program's environment
     */
    static Process start(String mark, Supplier<Process> starter) {
        synchronized (RUNNING) {
            if (!ending) {
                Process process = starter.get();
                RUNNING.put(process, mark);
                return process;
            }
        }
        return awaitEnd();
    }

    /** To be called when a program has ended. It never returns where that was because this process is about to end. */
    static void ended(Process process) {
        synchronized (RUNNING) {
            if (!ending) {
                RUNNING.remove(process);
                return;
            }
        }
        awaitEnd();
    }

    private static void endAll() {
        Map<Process, String> running;
        synchronized (RUNNING) {
            ending = true;
            running = Map.copyOf(RUNNING);
        }
        running.forEach((process, mark) -> ProcessTree.kill(process.toHandle(), mark));
    }

    /** Nothing that this thread could still report is of interest, and nothing new may begin. */
    private static Process awaitEnd() {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // The process ends all the same.
            }
        }
    }
}
