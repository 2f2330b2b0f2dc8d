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

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private ToolVersions() {}

    /** The version found, or nothing where the program is missing or does not answer. */
    public static Optional<Version> find(Tool tool) {
        if (tool.command().equals("java")) {
            return Version.parse(System.getProperty("java.version"));
        }
        try {
            Path folder = Files.createTempDirectory("intaglio-version");
            Path log = folder.resolve("version.log");
            try {
                ToolRunner.run(List.of(tool.command(), versionOption(tool)), folder, LIMIT, log);
                // The first line of the log is the command; the announcement follows, then perhaps a licence.
                return Files.readAllLines(log).stream().skip(1).findFirst().flatMap(Version::parse);
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

    private static String versionOption(Tool tool) {
        return switch (tool.command()) {
            case "iverilog", "yosys" -> "-V";
            case "g++" -> "-dumpfullversion";
            default -> "--version";
        };
    }
}
