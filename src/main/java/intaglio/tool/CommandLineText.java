package intaglio.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a command so that it can be pasted into a shell. */
public final class CommandLineText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private CommandLineText() {}

    /** The command alone. */
    public static String of(List<String> command) {
        return command.stream().map(CommandLineText::quoted).collect(Collectors.joining(" "));
    }

    /** The command in its working folder, in a subshell: the shell it is pasted into stays where it is. */
    public static String in(Path folder, List<String> command) {
        return "(cd " + quoted(folder.toAbsolutePath().toString()) + " && " + of(command) + ")";
    }

    private static String quoted(String argument) {
        if (PLAIN.matcher(argument).matches()) {
            return argument;
        }
        return "'" + argument.replace("'", "'\\''") + "'";
    }
}
