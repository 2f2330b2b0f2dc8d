package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.testing.StoppingFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableSet;
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

        assertThat(names(folder))
                .containsExactly("deep", "deep/out", "deep/out/manifest.json", "deep/out/rtl", "deep/out/rtl/c.v");
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
    void refusesFoldersInItThatItDidNotMake() throws IOException {
        Path out = folder.resolve("out");
        write(out, Map.of("rtl/a.v", "a"));
        Files.createDirectories(out.resolve("rtl/mine"));
        refused(out, "holds rtl/mine, which this tool did not write");

        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("rtl"));
        refused(other, "holds rtl, which this tool did not write");
    }

    @Test
    void refusesAFolderWithTheNameOfOurOwnThatItDidNotMake() throws IOException {
        Path out = folder.resolve("out");
        write(out, Map.of("rtl/a.v", "a"));
        Path name = out.resolve(".intaglio-exchange");
        String reason = "holds .intaglio-exchange, which this tool did not write";

        Files.writeString(name, "mine");
        refused(out, reason);
        Files.delete(name);
        Files.createSymbolicLink(name, Files.createDirectory(folder.resolve("mine")));
        refused(out, reason);
        Files.delete(name);
        Files.createDirectories(name.resolve("old"));
        refused(out, reason);
        Files.writeString(name.resolve("lock"), "mine");
        refused(out, reason);
        assertThat(new OutputFolder(out).recover()).isEmpty();
        assertThat(names(out)).contains(".intaglio-exchange/lock", ".intaglio-exchange/old");
    }

    @Test
    void waitsForAnotherAndThenSaysSo() throws IOException {
        Path out = folder.resolve("out");
        write(out, Map.of("rtl/a.v", "a"));
        OutputFolder impatient = new OutputFolder(out, Duration.ofMillis(20));
        String reason = "another intaglio has been writing it for 0 s; run this again when that has ended";

        try (FolderLock lock = FolderLock.take(out, Duration.ZERO)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(impatient::check).hasMessage(out + ": " + reason);
            assertThatThrownBy(impatient::recover).hasMessage(out + ": " + reason);
        }
        impatient.check();
        assertThat(names(folder)).doesNotContain("out/.intaglio-exchange");
    }

    @Test
    void understandsPathsAsTheSystemDoes() throws IOException {
        Path far = Files.createDirectories(folder.resolve("far/real"));
        Files.createSymbolicLink(folder.resolve("link"), far);
        write(Path.of(folder + "/here/./../there/"), Map.of("rtl/a.v", "a"));
        write(Path.of(folder + "/link/../beside"), Map.of("rtl/b.v", "b"));
        write(Path.of(folder + "/link/."), Map.of("rtl/c.v", "c"));

        assertThat(folder.resolve("there/rtl/a.v")).hasContent("a");
        assertThat(folder.resolve("far/beside/rtl/b.v")).hasContent("b");
        assertThat(folder.resolve("far/real/rtl/c.v")).hasContent("c");
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries.map(path -> path.getFileName().toString())).containsOnly("far", "link", "there");
        }
    }

    @Test
    void whatIsInTheWayOfARecoveryIsNotOverwritten() throws IOException {
        ExchangeScene scene = killedWhileMovingOut();
        Path mine = Files.writeString(
                Files.createDirectory(scene.x().resolve("rtl")).resolve("mine.v"), "mine");
        OutputFolder out = new OutputFolder(scene.x());

        assertThatThrownBy(out::recover)
                .hasMessage(scene.x()
                        + ": holds an unfinished compilation, which cannot be ended now (" + scene.x()
                        + "/rtl: exists already);"
                        + " make room and permission for it, move away what is in its way, and run this again");
        assertThatThrownBy(out::check).hasMessageContaining("holds an unfinished compilation");
        assertThat(mine).hasContent("mine");

        Files.move(scene.x().resolve("rtl"), folder.resolve("away"));
        assertThat(out.recover()).hasValue("a compilation was killed while it wrote; what was there before it is back");
        assertThat(scene.x().resolve("rtl/b.v")).hasContent("b");
        out.check();
    }

    @Test
    void whatTheUserAddsAfterAKillIsKept() throws IOException {
        ExchangeScene scene = killedWhileMovingOut();
        Files.writeString(scene.x().resolve("notes.txt"), "mine");

        refused(scene.x(), "holds notes.txt, which this tool did not write");
        assertThat(names(scene.x()))
                .contains("notes.txt", "rtl/a.v", "rtl/b.v", "rom/c.mem", "manifest.json")
                .doesNotContain(".intaglio-exchange");
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
        ExchangeScene.write(out, texts);
    }

    /** The folder {@code rtl} has been moved out, nothing has been moved in. */
    private ExchangeScene killedWhileMovingOut() throws IOException {
        ExchangeScene scene = ExchangeScene.in(folder.resolve("killed"), true);
        Path moved = scene.x().resolve(".intaglio-exchange/out/rtl");
        StoppingFileSystem files = StoppingFileSystem.killedWhen(() -> Files.exists(moved));
        Path x = files.path(scene.x());
        assertThat(catchThrowable(() -> ExchangeScene.write(x, ExchangeScene.AFTER)))
                .isInstanceOf(StoppingFileSystem.Killed.class);
        files.endProcess();
        return scene;
    }

    private static void refused(Path out, String reason) {
        assertThatThrownBy(() -> new OutputFolder(out).check())
                .isInstanceOfSatisfying(
                        IntaglioException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
                .hasMessageStartingWith(out + ": " + reason)
                .hasMessageContaining("another --out");
    }

    private static NavigableSet<String> names(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root))
                    .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> root.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
