package intaglio.tool;

import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An external program Intaglio calls, as the table {@code tools.txt} describes it. The launcher reads the same table.
 *
 * @param command name of the executable
 * @param least oldest version that will do
 * @param debianPackage the package of Debian and Ubuntu that has it; empty where there is none
 * @param neededBy the first verb that needs it: {@code demo}, {@code test} for the tests alone, or {@code synth} for that
 *     verb alone
 * @param purpose what Intaglio needs it for
 * @param pypiPackage the package of PyPI that has it, as a program of the package's name; empty where there is none
 */
public record Tool(
        String command, Version least, String debianPackage, String neededBy, String purpose, String pypiPackage) {

    private static final String TABLE = "/intaglio/tools.txt";

    /** Every program of the table, in its order. */
    public static List<Tool> all() {
        try (InputStream in = Tool.class.getResourceAsStream(TABLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Tool::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program of this name, where the table has it. */
    public static Optional<Tool> named(String command) {
        return all().stream().filter(tool -> tool.command.equals(command)).findFirst();
    }

    /** The command that installs a program; a hint for error messages. */
    public static String howToInstall(String command) {
        return named(command)
                .filter(tool -> !tool.debianPackage.isEmpty())
                .map(Tool::installCommand)
                .orElse("install " + command + ", or check the PATH");
    }

    /** The error for a program that is not on this machine (exit code 4). */
    public static IntaglioException missing(String command) {
        return IntaglioException.tool(command, "not found on this machine", howToInstall(command));
    }

    /** Whether only the verb {@code synth} needs it. */
    public boolean isOptional() {
        return neededBy.equals("synth");
    }

    private String installCommand() {
        return "install it with: sudo apt-get install --no-install-recommends " + debianPackage;
    }

    private static Tool parse(String line) {
        String[] fields = line.split("\\|", -1);
        return new Tool(fields[0], Version.parse(fields[1]).orElseThrow(), fields[2], fields[3], fields[4], fields[5]);
    }
}
