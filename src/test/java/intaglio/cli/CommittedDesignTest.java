package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed {@code rtl-out/} is what the sources make of the sample today. */
class CommittedDesignTest {

    private static final Path COMMITTED = Path.of("rtl-out");
    private static final String COMMAND = "./intaglio compile examples/lenet.pth --out rtl-out";

    @TempDir
    Path folder;

    @Test
    void equalsAFreshCompilation() throws IOException {
        Path fresh = folder.resolve("out");

        assertThat(CommandLineRun.of("compile", "examples/lenet.pth", "--out", fresh)
                        .status())
                .isZero();

        Map<String, String> expected = contents(fresh);
        Map<String, String> committed = contents(COMMITTED);
        String help = "rtl-out/ is out of date; run " + COMMAND + " and look at the diff";
        assertThat(committed.keySet()).as(help).isEqualTo(expected.keySet());
        expected.forEach((file, text) -> assertThat(committed.get(file).equals(text))
                .as(file + " differs; " + help)
                .isTrue());
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
}
