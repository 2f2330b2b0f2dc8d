package intaglio.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs real executables: small scripts made for the purpose. */
class ToolRunnerTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void nameTheLog() {
        log = folder.resolve("logs/run.log");
    }

    @Test
    void returnsExitOutputAndTime() throws IOException {
        Path script = script("echo to-out; echo to-err >&2; exit 7");

        ToolResult result = ToolRunner.run(List.of(script.toString()), folder, MINUTE, log);

        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.tail()).isEqualTo("to-out\nto-err");
        assertThat(result.wall()).isPositive().isLessThan(MINUTE);
    }

    @Test
    void commandInTheLogCanBePasted() throws Exception {
        Path cwd = Files.createDirectory(folder.resolve("a folder"));
        Path script = script("pwd; for argument in \"$@\"; do echo \"<$argument>\"; done");
        List<String> command = List.of(script.toString(), "it's", "a b", "$HOME", "", "*");

        ToolResult result = ToolRunner.run(command, cwd, MINUTE, log);

        String first = Files.readAllLines(log).get(0);
        assertThat(first).startsWith("$ (cd ");
        Process pasted = new ProcessBuilder("sh", "-c", first.substring(2)).start();
        assertThat(new String(pasted.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo(result.tail())
                .isEqualTo(cwd.toRealPath() + "\n<it's>\n<a b>\n<$HOME>\n<>\n<*>");
    }

    @Test
    void tailIsTheEndOfALongOutput() throws IOException {
        Path script = script("i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done");

        ToolResult result = ToolRunner.run(List.of(script.toString()), folder, MINUTE, log);

        assertThat(result.tail().lines()).hasSize(30).last().isEqualTo("line 4999");
        assertThat(Files.readAllLines(log)).hasSize(5001);
    }

    @Test
    void standardInputIsEmpty() throws IOException {
        assertThat(ToolRunner.run(List.of(script("cat; echo end").toString()), folder, MINUTE, log)
                        .tail())
                .isEqualTo("end");
    }

    @Test
    void limitEndsChildrenOfChildren() throws Exception {
        Path pids = folder.resolve("pids");
        Path script = script("echo $$ >> " + pids + "\n"
                + "sh -c 'echo $$ >> " + pids + "; sh -c \"echo \\$\\$ >> " + pids + "; sleep 300; true\"; true' &\n"
                + "sleep 300 & echo $! >> " + pids + "\n"
                + "wait");

        IntaglioException failure = catchThrowableOfType(
                IntaglioException.class,
                () -> ToolRunner.run(List.of(script.toString()), folder, Duration.ofMillis(1500), log));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.TOOL);
        assertThat(failure).hasMessageContaining("still running after 1.5 s").hasMessageContaining(log.toString());
        List<String> started = Files.readAllLines(pids);
        assertThat(started).hasSize(4);
        assertThat(started).allSatisfy(pid -> assertThat(isRunning(pid)).isFalse());
    }

    /** Like make, which starts compilers that start others, again and again. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsEveryProcessThatWasStarted(String signal) throws Exception {
        Path pids = folder.resolve("pids");
        Path script = script("echo $$ >> " + pids + "; while :; do"
                + " sh -c 'echo $$ >> " + pids + "; sh -c \"echo \\$\\$ >> " + pids + "; sleep 300; true\"; true' &"
                + " sleep 0.01; done");
        Process runner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ToolRunnerProbe.class.getName(),
                        script.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        await(() -> Files.exists(pids) && Files.readAllLines(pids).size() > 20);

        new ProcessBuilder("kill", "-" + signal, Long.toString(runner.pid()))
                .start()
                .waitFor();

        assertThat(runner.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(runner.exitValue()).isEqualTo(signal.equals("TERM") ? 143 : 130);
        assertThat(runner.getInputStream().readAllBytes())
                .as("what it still printed")
                .isEmpty();
        assertThat(Files.readAllLines(pids))
                .allSatisfy(pid -> assertThat(isRunning(pid)).isFalse());
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + MINUTE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void missingProgramIsToldWithTheCommandThatInstallsIt() {
        IntaglioException failure = catchThrowableOfType(
                IntaglioException.class, () -> ToolRunner.run(List.of("no-such-program-here"), folder, MINUTE, log));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.TOOL);
        assertThat(failure)
                .hasMessage(
                        "no-such-program-here: not found on this machine; install no-such-program-here, or check the PATH");
        assertThat(Tool.missing("verilator"))
                .hasMessage("verilator: not found on this machine; "
                        + "install it with: sudo apt-get install --no-install-recommends verilator");
    }

    @Test
    void fileThatIsNoProgramIsToldApartFromAMissingOne() throws IOException {
        Path file = Files.writeString(folder.resolve("plain.txt"), "no program");

        IntaglioException failure = catchThrowableOfType(
                IntaglioException.class, () -> ToolRunner.run(List.of(file.toString()), folder, MINUTE, log));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.TOOL);
        assertThat(failure).hasMessageContaining("cannot be started");
    }

    @Test
    void missingFolderIsNotMistakenForAMissingProgram() {
        IntaglioException failure = catchThrowableOfType(
                IntaglioException.class, () -> ToolRunner.run(List.of("true"), folder.resolve("nowhere"), MINUTE, log));

        assertThat(failure).hasMessageContaining("nowhere: no such folder to run true in");
        assertThat(log).doesNotExist();
    }

    private Path script(String body) throws IOException {
        Path script = Files.createTempFile(folder, "fake", ".sh");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A killed process that its new parent has not yet collected counts as ended. */
    private static boolean isRunning(String pid) {
        try {
            return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                    .anyMatch(line -> line.startsWith("State:") && !line.contains("zombie"));
        } catch (IOException e) {
            return false;
        }
    }
}
