package intaglio.tool;

import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks the programs on this machine for their versions. */
public final class ToolVersions {

    /** A program of PyPI is translated for this machine at its first start, which takes up to a minute. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** What a program of PyPI says before anything else when it starts for the first time. */
    private static final String FIRST_START = "Preparing to run";

    /** In {@code "nextpnr-ecp5" -- Next Generation Place and Route (Version nextpnr-0.11.1)} the 5 is none. */
    private static final String BEHIND_NAME = "Version ";

    private ToolVersions() {}

    /** The version found, or nothing where the program is missing or does not answer. */
    public static Optional<Version> find(Tool tool) {
        if (tool.command().equals("java")) {
            return Version.parse(System.getProperty("java.version"));
        }
        if (tool.isOptional()) {
            return ToolFinder.find(tool, tool.least()).map(ToolFinder.Found::version);
        }
        return ask(tool.command(), tool);
    }

    /** The version that a command tells, which runs the tool or stands in for it. */
    static Optional<Version> ask(String command, Tool tool) {
        try {
            Path folder = Files.createTempDirectory("intaglio-version");
            Path log = folder.resolve("version.log");
            try {
                ToolRunner.run(List.of(command, versionOption(tool)), folder, LIMIT, log);
                // The first line of the log is the command; the announcement follows, then perhaps a licence.
                return Files.readAllLines(log).stream()
                        .skip(1)
                        .filter(line -> !line.startsWith(FIRST_START))
                        .findFirst()
                        .flatMap(ToolVersions::announced);
            } catch (IntaglioException e) {
                return Optional.empty();
            } finally {
                Files.deleteIfExists(log);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Version> announced(String line) {
        int named = line.indexOf(BEHIND_NAME);
        return Version.parse(named < 0 ? line : line.substring(named));
    }

    private static String versionOption(Tool tool) {
        return switch (tool.command()) {
            case "iverilog", "yosys" -> "-V";
            case "g++" -> "-dumpfullversion";
            default -> "--version";
        };
    }
}
