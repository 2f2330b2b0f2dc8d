package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import intaglio.diag.IntaglioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output folders on a small disk of their own; skipped where this user may not mount one. */
class MountedFolderTest {

    private static final int KILOBYTES = 128;

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mountDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + KILOBYTES + "k", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "needs the right to mount a file system");
    }

    @AfterEach
    void unmountDisk() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void fullDiskLeavesTheOldContents() throws IOException {
        ExchangeScene scene = ExchangeScene.in(disk, true);
        Map<String, String> old = ExchangeScene.contents(disk);
        int refused = 0;
        int written = 0;
        for (int filled = KILOBYTES; filled >= 0; filled -= 4) {
            Path filler = fill(filled);
            Throwable failure = catchThrowable(() -> ExchangeScene.write(scene.x(), large()));
            Files.delete(filler);
            if (failure == null) {
                written++;
                assertThat(scene.x().resolve("rtl/large1.v")).hasContent(large().get("rtl/large1.v"));
                ExchangeScene.write(scene.x(), ExchangeScene.BEFORE);
            } else {
                refused++;
                assertThat(failure)
                        .isInstanceOf(IntaglioException.class)
                        .hasMessageContaining("x: cannot be written (no space left on device)");
            }
            assertThat(ExchangeScene.contents(disk)).as("%d kB filled", filled).isEqualTo(old);
        }
        assertThat(refused).isGreaterThan(5);
        assertThat(written).isGreaterThan(5);
    }

    @Test
    void fullDiskLeavesNothingOfAFreshFolder() throws IOException {
        for (int filled = KILOBYTES; filled >= KILOBYTES - 40; filled -= 4) {
            Path filler = fill(filled);
            assertThatThrownBy(() -> ExchangeScene.write(disk.resolve("deep/x"), large()))
                    .hasMessageContaining("cannot be written (no space left on device)");
            Files.delete(filler);
            assertThat(ExchangeScene.contents(disk)).isEmpty();
        }
    }

    @Test
    void theFolderMayBeAMountPoint() throws IOException {
        ExchangeScene.write(disk, ExchangeScene.BEFORE);
        ExchangeScene.write(disk, ExchangeScene.AFTER);

        assertThat(ExchangeScene.contents(disk))
                .containsOnlyKeys("filelist.f", "manifest.json", "plan.json", "rtl/a.v", "weights/d.txt");
    }

    @Test
    void readOnlyDiskIsRefused() throws Exception {
        ExchangeScene.write(disk, ExchangeScene.BEFORE);
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();

        assertThatThrownBy(() -> new OutputFolder(disk).check())
                .hasMessageContaining("cannot be written (read-only file system)");
        assertThatThrownBy(() -> new OutputFolder(disk.resolve("deep/x")).check())
                .hasMessageContaining("x: cannot be written (read-only file system)");
    }

    /** 48 kB in three files, and some small ones. */
    private static Map<String, String> large() {
        Map<String, String> texts = new HashMap<>(ExchangeScene.AFTER);
        for (int i = 0; i < 3; i++) {
            texts.put("rtl/large" + i + ".v", Integer.toString(i).repeat(16 * 1024));
        }
        return texts;
    }

    /** A file of so many kB, or as large as the disk has room for. */
    private Path fill(int kilobytes) throws IOException {
        Path filler = disk.resolve("filler");
        try {
            Files.write(filler, new byte[kilobytes * 1024]);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        return filler;
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
