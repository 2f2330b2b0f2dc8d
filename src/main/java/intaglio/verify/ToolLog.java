package intaglio.verify;

import intaglio.diag.IntaglioException;
import intaglio.tool.ToolResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what a tool said. A warning counts like an error: a missing ROM file, for instance, is only a warning. */
final class ToolLog {

    private static final Pattern COMPLAINT =
            Pattern.compile("%(Warning|Error)|(?i)(^|[\\s:])(warning|error|sorry|fatal):");

    private ToolLog() {}

    static List<String> lines(Path log) {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tool's own lines that warn or report an error; the echoed command is not among them. */
    static List<String> complaints(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("$ ") && !line.startsWith("# "))
                .filter(line -> COMPLAINT.matcher(line).find())
                .toList();
    }

    /** Exit code 4 unless the tool ended well and said nothing bad. */
    static void requireClean(String tool, ToolResult result) {
        List<String> complaints = complaints(lines(result.log()));
        if (result.exit() != 0 || !complaints.isEmpty()) {
            String what = complaints.isEmpty()
                    ? "ended with exit code " + result.exit()
                    : complaints.get(0).strip();
            throw IntaglioException.tool(tool, what, "the whole output is in " + result.log());
        }
    }
}
