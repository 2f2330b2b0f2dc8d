package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportVerbTest {

    private static final String VERIFICATION = """
            {"kind": "intaglio verification", "top": "%s", "passed": false, "frames": 7, "values": 1234,
             "runs": [{"name": "back to back", "frames": 7, "values": 1234, "cycles": 9, "failures": 1}],
             "failures": [{"check": "value c1.output", "run": "back to back", "text": "expected 1 < 2 & <script>"}]}
            """;

    @TempDir
    Path folder;

    private CommandLineRun report(Path html, Object... more) {
        Object[] words = new Object[4 + more.length];
        System.arraycopy(new Object[] {"report", "rtl-out", "--html", html}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return CommandLineRun.of(words);
    }

    @Test
    void aPageStandsAloneAndIsTheSameEachTime() throws IOException {
        Path one = folder.resolve("one.html");
        Path two = folder.resolve("two.html");
        assertThat(report(one).status()).isZero();
        assertThat(report(two).status()).isZero();
        String page = Files.readString(one);
        assertThat(page).isEqualTo(Files.readString(two));
        assertThat(page).doesNotContain("http", "src=", "<script", folder.toString());
        assertThat(page).contains("1000 cycles", "<b>c3</b> from s2: 16x10x10", "61470 weights", "width=\"607\"");
    }

    @Test
    void aVerificationIsToldAndItsWordsAreText() throws IOException {
        Path file = Files.writeString(folder.resolve("v.json"), VERIFICATION.formatted("lenet"));
        Path page = folder.resolve("page.html");
        assertThat(report(page, "--verification", file).status()).isZero();
        assertThat(Files.readString(page))
                .contains("Differs from the integer model", "expected 1 &lt; 2 &amp; &lt;script&gt;", "back to back");
    }

    @Test
    void theVerificationOfAnotherDesignIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("v.json"), VERIFICATION.formatted("other"));
        CommandLineRun run = report(folder.resolve("page.html"), "--verification", file);
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("is of the design 'other', the folder holds 'lenet'");
        assertThat(folder.resolve("page.html")).doesNotExist();
    }

    @Test
    void aPageOfSomebodyElseIsLeftAlone() throws IOException {
        Path page = Files.writeString(folder.resolve("page.html"), "<html>mine");
        assertThat(report(page).status()).isEqualTo(3);
        assertThat(page).hasContent("<html>mine");
    }
}
