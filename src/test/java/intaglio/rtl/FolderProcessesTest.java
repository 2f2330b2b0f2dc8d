package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output folders and real processes: killed at random moments, and two at a time. */
@Tag("slow")
class FolderProcessesTest {

    private static final int KILLS = 100;
    private static final int PAIRS = 100;

    @TempDir
    Path folder;

    private final Random random = new Random(6);
    private Map<String, String> before;
    private Map<String, String> after;

    @BeforeEach
    void remember() throws IOException {
        before = ExchangeScene.whole(folder.resolve("before"), ExchangeScene.BEFORE);
        after = ExchangeScene.whole(folder.resolve("after"), ExchangeScene.AFTER);
    }

    @Test
    void existingFolderIsOldOrNewAfterAKillAtAnyMoment() throws Exception {
        ExchangeScene scene = ExchangeScene.in(folder.resolve("again"), true);
        int unfinished = 0;
        for (int i = 0; i < KILLS; i++) {
            killWithin(ExchangeProcess.start("again", scene.x()));
            unfinished += recover(scene.x(), List.of(before, after)) ? 1 : 0;
            assertThat(scene.neighboursAreUntouched()).isTrue();
        }
        assertThat(unfinished).as("kills in the middle of an exchange").isGreaterThan(KILLS / 4);
    }

    @Test
    void freshFolderIsMissingOrWholeAfterAKillAtAnyMoment() throws Exception {
        int unfinished = 0;
        for (int i = 0; i < KILLS; i++) {
            Path parent = folder.resolve("fresh" + i);
            killWithin(ExchangeProcess.start("fresh", parent));
            try (Stream<Path> written = Files.list(parent)) {
                for (Path one : written.toList()) {
                    unfinished += recover(one.resolve("x"), List.of(Map.of(), after)) ? 1 : 0;
                }
            }
        }
        assertThat(unfinished).as("kills in the middle of an exchange").isGreaterThan(KILLS / 4);
    }

    @Test
    void ofTwoProcessesOneComesFirstAndTheOtherLast() throws Exception {
        ExchangeScene scene = ExchangeScene.in(folder.resolve("pairs"), true);
        Process one = ExchangeProcess.start("before");
        Process other = ExchangeProcess.start("after");
        try (BufferedReader oneSays = one.inputReader();
                BufferedReader otherSays = other.inputReader()) {
            int[] last = new int[2];
            for (int i = 0; i < PAIRS; i++) {
                // Half of them into the same folder again, half into one that is not there yet.
                Path x = i % 2 == 0 ? scene.x() : folder.resolve("new" + i + "/deep/x");
                tell(one, x);
                tell(other, x);
                assertThat(oneSays.readLine()).isEqualTo("written");
                assertThat(otherSays.readLine()).isEqualTo("written");
                Map<String, String> contents = ExchangeScene.contents(x);
                assertThat(contents).as("pair %d", i).isIn(before, after);
                last[contents.equals(before) ? 0 : 1]++;
            }
            assertThat(scene.neighboursAreUntouched()).isTrue();
            assertThat(last[0]).as("last was one of them only: they never met").isBetween(1, PAIRS - 1);
        } finally {
            one.destroyForcibly();
            other.destroyForcibly();
        }
    }

    private static void tell(Process process, Path x) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((x + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** After it has written for the first time. */
    private void killWithin(Process process) throws Exception {
        try (BufferedReader says = process.inputReader()) {
            assertThat(says.readLine()).isEqualTo("written");
            Thread.sleep(random.nextInt(20), random.nextInt(1_000_000));
            process.destroyForcibly().waitFor();
        }
    }

    /** Whether there was something to recover; whole afterwards. */
    private static boolean recover(Path x, List<Map<String, String>> whole) throws IOException {
        boolean unfinished = Files.isDirectory(x) && FolderLock.isThere(x);
        if (!unfinished) {
            assertThat(ExchangeScene.contents(x)).isIn(whole);
        }
        new OutputFolder(x).recover();
        assertThat(ExchangeScene.contents(x)).isIn(whole);
        return unfinished;
    }
}
