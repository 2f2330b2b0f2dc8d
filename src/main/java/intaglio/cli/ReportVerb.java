package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.report.ReportPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code report}: a design as one HTML page. */
final class ReportVerb implements Verb {

    private static final Path DEFAULT_OUT = Path.of("rtl-out");
    private static final Path DEFAULT_HTML = Path.of("report.html");
    private static final String START = "<!DOCTYPE html>\n<html lang=\"en\">";

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String summary() {
        return "write a design as one HTML page: pipeline, engines, layers, verification";
    }

    @Override
    public List<String> operands() {
        return List.of("[OUT]");
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(VerbOption.file("html", "the page (default " + DEFAULT_HTML + ")"));
        options.addOption(VerbOption.file("verification", "what verify --json wrote about this design"));
        return options;
    }

    @Override
    public List<String> details() {
        return List.of(
                "OUT is what compile wrote (default " + DEFAULT_OUT
                        + "). The page needs nothing from elsewhere; the same",
                "folder gives the same bytes.");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        Path out = arguments.operand(0).orElse(DEFAULT_OUT);
        Path html = arguments.path("html").orElse(DEFAULT_HTML);
        Optional<Path> verification = arguments.path("verification");
        arguments.throwIfWrong();
        Checks checks = new Checks();
        checks.attempt(() -> {
            Recovery.of(out, console);
            CompiledFolder.check(out);
        });
        checks.attempt(() -> checkPage(html));
        checks.throwIfAny();
        String page = ReportPage.of(out, verification);
        OutputFile.write(html, writer -> writer.write(page));
        console.print("written: " + html);
        return ExitCode.OK;
    }

    /** A page of somebody else is left alone. */
    private static void checkPage(Path html) {
        OutputFile.checkWritable(html);
        if (Files.exists(html) && !startsAsOurs(html)) {
            throw IntaglioException.badInput(
                    html.toString(), "exists and is no report", "give another name or remove it");
        }
    }

    private static boolean startsAsOurs(Path html) {
        try (var input = Files.newInputStream(html)) {
            return new String(input.readNBytes(START.length()), StandardCharsets.ISO_8859_1).equals(START);
        } catch (IOException e) {
            return false;
        }
    }
}
