package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

    @TempDir
    Path folder;

    @Test
    void replacesWhatItWroteAndLeavesNothingBeside() throws IOException {
        Path out = folder.resolve("deep/out");
        write(out, Map.of("rtl/a.v", "a", "rom/b.mem", "b"));
        write(out, Map.of("rtl/c.v", "c"));

        assertThat(names(folder)).containsExactly("deep", "deep/out", "deep/out/manifest.json", "deep/out/rtl",
                "deep/out/rtl/c.v");
    }

    @Test
    void theFolderItselfStays() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Object before = Files.getAttribute(out, "unix:ino");

        write(out, Map.of("rtl/a.v", "a"));
        write(out, Map.of("rtl/b.v", "b"));

        assertThat(Files.getAttribute(out, "unix:ino")).isEqualTo(before);
        assertThat(out.resolve("rtl/b.v")).hasContent("b");
    }

    @Test
    void writesThroughALinkAndKeepsIt() throws IOException {
        Path real = Files.createDirectories(folder.resolve("disk/real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        write(link, Map.of("rtl/a.v", "a"));

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(real.resolve("rtl/a.v")).hasContent("a");
        Files.writeString(real.resolve("notes.txt"), "mine");
        refused(link, "holds notes.txt, which this tool did not write");
        assertThat(real.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void refusesLinksInItThatItDidNotMake() throws IOException {
        Path out = folder.resolve("out");
        write(out, Map.of("rtl/a.v", "a"));
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.createSymbolicLink(out.resolve("link"), mine);
        refused(out, "holds link, which this tool did not write");

        Files.delete(out.resolve("link"));
        Files.move(out.resolve("rtl/a.v"), mine.resolve("a.v"));
        Files.createSymbolicLink(out.resolve("rtl/a.v"), mine.resolve("a.v"));
        refused(out, "holds rtl/a.v, which was changed since it was written");
    }

    @Test
    void refusesWhatIsNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("gone"));

        refused(file, "is a file, not a folder");
        refused(nowhere, "is a link to something that is no folder");
        refused(file.resolve("deep/out"), "cannot be written (" + file + " is not a folder)");
        assertThat(names(folder)).containsExactly("file", "nowhere");
    }

    @Test
    void refusesTheRootWithoutLookingThroughIt() throws IOException {
        refused(Path.of("/"), "is the root of the file system");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/"));
        refused(link, "is the root of the file system");
        Files.delete(link);
    }

    /** Nobody can make a folder in /proc, not even root. */
    @Test
    void seesBeforeTheWorkThatNothingCanBeWritten() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs a /proc file system");

        refused(Path.of("/proc/intaglio/out"), "cannot be written (no such file or folder)");
    }

    @Test
    void saysPermissionDeniedInWords() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeTrue(!Files.isWritable(locked), "root may write everywhere");

        refused(locked.resolve("out"), "cannot be written (permission denied)");
        refused(locked, "cannot be written (permission denied)");
    }

    @Test
    void aFailureBringsBackWhatWasThere() throws IOException {
        Path out = folder.resolve("out");
        write(out, Map.of("rtl/a.v", "a"));

        // "rtl" cannot be a file and a folder.
        Map<String, String> impossible = new TreeMap<>(Map.of("rtl", "file", "rtl/b.v", "b"));
        assertThatThrownBy(() -> write(out, impossible)).hasMessageContaining("cannot be written (exists already)");

        assertThat(names(folder)).containsExactly("out", "out/manifest.json", "out/rtl", "out/rtl/a.v");
    }

    private static void write(Path out, Map<String, String> texts) {
        Map<String, byte[]> contents = new TreeMap<>();
        texts.forEach((name, text) -> contents.put(name, text.getBytes(StandardCharsets.UTF_8)));
        new OutputFolder(out).replace(contents, JsonNodeFactory.instance.objectNode());
    }

    private static void refused(Path out, String reason) {
        assertThatThrownBy(() -> new OutputFolder(out).check())
                .isInstanceOfSatisfying(IntaglioException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
                .hasMessageStartingWith(out + ": " + reason)
                .hasMessageContaining("another --out");
    }

    private static TreeSet<String> names(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root))
                    .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> root.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
