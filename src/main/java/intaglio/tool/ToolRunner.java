package intaglio.tool;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs external programs: argument lists (never a shell string), a working folder of their own, nothing on standard
 * input, all output in a file, and a time limit that ends the program's children too.
 */
public final class ToolRunner {

    /** ENOENT as Java tells it: {@code error=2, ...} up to Java 21, {@code error: 2 (...)} in later ones. */
    private static final Pattern NO_SUCH_FILE = Pattern.compile("error[=:] ?2\\b");

    private ToolRunner() {}

    /**
     * Runs a program to its end. A non-zero exit is a result, not an error: the caller knows what it means.
     *
     * @param command executable and arguments
     * @param cwd working folder of the program; must exist
     * @param limit wall time after which the program and all its children are killed
     * @param log file that gets the command line and everything printed; written anew, its folder is made
     * @throws IntaglioException exit code 4, when the program is missing, cannot start or exceeds the limit
     */
    public static ToolResult run(List<String> command, Path cwd, Duration limit, Path log) {
        if (!Files.isDirectory(cwd)) {
            throw IntaglioException.tool(cwd.toString(), "no such folder to run " + command.get(0) + " in", "make it");
        }
        long headerBytes = writeHeader(command, cwd, log);
        long start = System.nanoTime();
        String mark = UUID.randomUUID().toString();
        Process process = RunningTools.start(mark, () -> start(command, cwd, log, mark));
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                ProcessTree.kill(process.toHandle(), mark);
                throw IntaglioException.tool(
                        command.get(0),
                        "still running after " + seconds(limit) + " s and was ended",
                        "see " + log + "; the command is in its first line");
            }
        } catch (InterruptedException e) {
            ProcessTree.kill(process.toHandle(), mark);
            Thread.currentThread().interrupt();
            throw IntaglioException.tool(command.get(0), "interrupted", "run it again");
        } finally {
            RunningTools.ended(process);
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        return new ToolResult(process.exitValue(), log, LogTail.of(log, headerBytes), wall);
    }

    private static long writeHeader(List<String> command, Path cwd, Path log) {
        byte[] header = ("$ " + CommandLineText.in(cwd, command) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Files.write(log, header);
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    log.toString(), "cannot write the log (" + IoReason.of(e) + ")", "free or unlock it");
        }
        return header.length;
    }

    private static Process start(List<String> command, Path cwd, Path log, String mark) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(cwd.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Messages are matched and shown: one language everywhere.
        builder.environment().put("LC_ALL", "C");
        builder.environment().put(ProcessTree.MARK, mark);
        try {
            return builder.start();
        } catch (IOException e) {
            // The folder is known to exist, so it is the executable that does not.
            if (NO_SUCH_FILE.matcher(String.valueOf(e.getMessage())).find()) {
                throw Tool.missing(command.get(0));
            }
            throw IntaglioException.tool(
                    command.get(0), "cannot be started (" + e.getMessage() + ")", Tool.howToInstall(command.get(0)));
        }
    }

    private static String seconds(Duration limit) {
        return String.format(Locale.ROOT, "%.1f", limit.toMillis() / 1000.0);
    }
}
