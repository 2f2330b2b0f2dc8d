package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {

    @Test
    void withoutArgumentsShowsTheOverviewAsAnError() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("usage: intaglio VERB");
    }

    @ParameterizedTest
    @CsvSource({"doctro,doctor", "hlep,help", "versoin,version", "doctors,doctor"})
    void mistypedVerbIsGuessed(String typed, String meant) {
        CommandLineRun run = CommandLineRun.of(typed);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("intaglio: error: command line: there is no verb '" + typed + "'; did you mean '" + meant
                        + "'?\n");
    }

    @Test
    void unknownVerbGetsTheList() {
        CommandLineRun run = CommandLineRun.of("frobnicate");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("verbs are ").hasLineCount(1);
    }

    @Test
    void whatTheFileSystemRefusesIsNoBug() {
        assertThat(inputOutput(new FileSystemException("out/a.v", null, "No space left on device")))
                .isEqualTo("3 intaglio: error: out/a.v: cannot be read or written (no space left on device);"
                        + " check the disk and the permissions\n");
        assertThat(inputOutput(new IOException("No space left on device"))).startsWith("3 intaglio: error: a file: ");
        assertThat(inputOutput(new IOException("odd"))).startsWith("70 intaglio: error: compiler bug: ");
    }

    private static String inputOutput(IOException cause) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int status = Main.inputOutput(new UncheckedIOException(cause), List.of("verify"), console);
        return status + " " + err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyMistakeIsReportedAtOnce() {
        CommandLineRun run = CommandLineRun.of("version", "--colour", "red", "--size=3", "more");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).startsWith("intaglio: error: command line: "));
        assertThat(run.err()).contains("--colour", "--size=3", "'red'", "'more'");
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbHasAHelpPage(Verb verb) {
        CommandLineRun asked = CommandLineRun.of("help", verb.name());
        CommandLineRun option = CommandLineRun.of(verb.name(), "--help");

        assertThat(asked.status()).isZero();
        assertThat(asked.out()).startsWith("usage: intaglio " + verb.name()).contains(verb.summary());
        verb.options().getOptions().forEach(o -> assertThat(asked.out()).contains("--" + o.getLongOpt()));
        assertThat(option).isEqualTo(asked);
        assertThat(asked.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(110));
    }

    static List<Verb> verbs() {
        return Verbs.all();
    }

    @Test
    void bugsAreCalledBugs() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CompilerBug.report(
                new IllegalStateException("two\nlines"),
                List.of("compile"),
                new Console(System.out, new PrintStream(err), false));

        assertThat(err.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow())
                .startsWith("intaglio: error: compiler bug: java.lang.IllegalStateException: two\\nlines; ");
    }

    @Test
    void messagesStayOnOneLine() {
        assertThat(OneLine.of("a\nb\u001b[31mc")).isEqualTo("a\\nb\\u001b[31mc");
    }
}
