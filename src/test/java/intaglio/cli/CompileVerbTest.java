package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileVerbTest {

    private static final Path SAMPLE = Path.of("examples/lenet.pth");

    @TempDir
    Path folder;

    @Test
    void printsThePlanAndWritesTheSameBytesEverywhere() throws IOException {
        Path first = folder.resolve("first");
        Path second = Files.createDirectories(folder.resolve("an other/place")).resolve("out");
        Path copy = Files.copy(SAMPLE, folder.resolve("copy.pth"));

        CommandLineRun run = CommandLineRun.of("compile", SAMPLE, "--multipliers", 84, "--out", first);
        CommandLineRun again = CommandLineRun.of("compile", copy, "--multipliers", 84, "--out", second);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .containsPattern("all +84 +5000 +99\\.\\d\\d %\n")
                .contains("a frame every 5000 cycles: ", "84 of 84 multipliers used", "written: " + first);
        assertThat(again.out().replace(second.toString(), first.toString())).isEqualTo(run.out());
        Map<String, String> files = contents(first);
        assertThat(files)
                .containsKeys(
                        "filelist.f",
                        "manifest.json",
                        "network.json",
                        "plan.json",
                        "ranges.json",
                        "weights/c1.bias.txt");
        assertThat(contents(second)).isEqualTo(files);
    }

    @Test
    void articleNetworkHasTheWidthsOfTheArticle() {
        CommandLineRun run = CommandLineRun.of(
                "compile", SharedData.require("lenet-seed/quant_model.pth"),
                "--requant", SharedData.require("lenet-seed/article_requant.json"),
                "--out", folder.resolve("out"));

        assertThat(run.out())
                .containsPattern("c1 .* 23 >> 12 +given +20 bits\n")
                .containsPattern("c3 .* 13 >> 12 +given +24 bits\n")
                .containsPattern("c5 .* 3 >> 11 +given +27 bits\n")
                .containsPattern("f6 .* 13 >> 13 +given +29 bits\n")
                .containsPattern("output .* 13 >> 12 +given +32 bits\n");
    }

    @Test
    void aNetworkOfIntegersAsksForItsScales() {
        Path model = SharedData.require("lenet-seed/quant_model.pth");

        CommandLineRun run = CommandLineRun.of("compile", model, "--out", folder.resolve("out"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .isEqualTo("intaglio: error: " + model + ": its weights are integers from 0 to 255"
                        + " already: it has been quantized; give their multipliers, shifts and zero points with --requant"
                        + " FILE\n");
    }

    @Test
    void scalesForANetworkOfRealsNameFileAndTensor() {
        Path scales = SharedData.require("lenet-seed/article_requant.json");

        CommandLineRun run = CommandLineRun.of("compile", SAMPLE, "--requant", scales, "--out", folder.resolve("out"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err().lines())
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).startsWith("intaglio: error: " + SAMPLE + ", tensor '"));
    }

    @Test
    void compilesAgainIntoItsOwnFolderOnly() throws IOException {
        Path out = folder.resolve("out");
        assertThat(CommandLineRun.of("compile", SAMPLE, "--multipliers", 28, "--out", out)
                        .status())
                .isZero();
        assertThat(CommandLineRun.of("compile", SAMPLE, "--multipliers", 14, "--out", out)
                        .status())
                .isZero();
        Map<String, String> written = contents(out);
        Files.writeString(out.resolve("notes.txt"), "mine");

        CommandLineRun run = CommandLineRun.of("compile", folder.resolve("none.pth"), "--out", out);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("notes.txt", "none.pth").hasLineCount(2);
        Files.delete(out.resolve("notes.txt"));
        assertThat(contents(out)).isEqualTo(written);
    }

    @Test
    void endsWhatAKilledCompilationLeftAndSaysSo() throws IOException {
        Path out = folder.resolve("out");
        CommandLineRun.of("compile", SAMPLE, "--out", out);
        Map<String, String> whole = contents(out);
        String killed = "intaglio: " + out + ": a compilation was killed while it wrote; ";

        UnfinishedExchange.movingOut(out);
        CommandLineRun undone = CommandLineRun.of("compile", SAMPLE, "--out", out);
        assertThat(undone.status()).isZero();
        assertThat(undone.err()).isEqualTo(killed + "what was there before it is back\n");
        assertThat(contents(out)).isEqualTo(whole);

        UnfinishedExchange.movingIn(out);
        CommandLineRun completed = CommandLineRun.of("compile", SAMPLE, "--out", out);
        assertThat(completed.status()).isEqualTo(3);
        assertThat(completed.err())
                .startsWith(killed + "its files are complete now\n")
                .contains("holds new.txt, which this tool did not write");
    }

    @Test
    void budgetThatIsTooSmallIsAMistakeOfUsage() {
        CommandLineRun run = CommandLineRun.of("compile", SAMPLE, "--multipliers", 1, "--out", folder.resolve("out"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--multipliers 1 is too small for this network; it needs at least ");
        assertThat(folder).isEmptyDirectory();
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void aSpeedInsteadOfABudget() throws IOException {
        Path fast = folder.resolve("fast");
        Path budget = folder.resolve("budget");

        CommandLineRun run =
                CommandLineRun.of("compile", SAMPLE, "--target-fps", "3333.3", "--clock", 100, "--out", fast);
        CommandLineRun.of("compile", SAMPLE, "--multipliers", 14, "--out", budget);

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("14 of 14 multipliers used\n3,333 frames a second at 100.0 MHz\n");
        assertThat(fast.resolve("manifest.json")).hasSameTextualContentAs(budget.resolve("manifest.json"));
    }

    @Test
    void aSpeedNeedsAClockAndNoBudget() {
        CommandLineRun run = CommandLineRun.of("compile", SAMPLE, "--target-fps", 100, "--multipliers", 14);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "intaglio: error: command line: --target-fps and --multipliers both choose the budget;"
                                + " leave out one of them",
                        "intaglio: error: command line: --target-fps needs --clock; add --clock MHZ, the clock the"
                                + " hardware will have; docs/clock.md has measured ones");
    }
}
