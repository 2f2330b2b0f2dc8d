package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import intaglio.diag.IntaglioException;
import intaglio.testing.StoppingFileSystem;
import intaglio.testing.StoppingFileSystem.Killed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compilation into a folder, cut short at each of its calls of the file system in turn. */
class FolderExchangeTest {

    @TempDir
    Path folder;

    private Map<String, String> before;
    private Map<String, String> after;

    @BeforeEach
    void remember() throws IOException {
        before = ExchangeScene.whole(folder.resolve("before"), ExchangeScene.BEFORE);
        after = ExchangeScene.whole(folder.resolve("after"), ExchangeScene.AFTER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void killedAtAnyCallTheNextCommandFindsOldOrNew(boolean existing) throws IOException {
        Map<String, String> old = existing ? before : Map.of();
        ExchangeScene scene = ExchangeScene.in(folder.resolve("scene"), existing);
        Set<Map<String, String>> states = new HashSet<>();
        int undone = 0;
        int completed = 0;
        int call = 0;
        StoppingFileSystem files;
        do {
            call++;
            files = kill(call, scene);
            assertUnfinishedOrWhole(scene, old, call);
            boolean isNew = states.add(scene.state());
            String done = new OutputFolder(scene.x()).recover().orElse("");
            undone += done.endsWith("what was there before it is back") ? 1 : 0;
            completed += done.endsWith("its files are complete now") ? 1 : 0;
            assertWhole(scene, old, call);
            if (isNew) {
                ExchangeScene.write(scene.x(), ExchangeScene.AFTER);
                assertThat(ExchangeScene.contents(scene.x()))
                        .as("call %d", call)
                        .isEqualTo(after);
            }
            scene.restore(existing);
        } while (files.calls() >= call);
        assertThat(call).isGreaterThan(60);
        assertThat(undone).isGreaterThan(20);
        assertThat(completed).isGreaterThan(6);
    }

    @Test
    @Tag("slow")
    void killedTwiceTheNextCommandFindsOldOrNew() throws IOException {
        Set<Set<String>> states = new HashSet<>();
        int call = 0;
        int twice = 0;
        StoppingFileSystem files;
        do {
            call++;
            ExchangeScene scene = ExchangeScene.in(folder.resolve("call" + call), true);
            files = kill(call, scene);
            for (int second = 1; states.add(scene.progress()) || second > 1; second++) {
                StoppingFileSystem again = StoppingFileSystem.killedAt(second);
                Path x = again.path(scene.x());
                Throwable end = catchThrowable(() -> new OutputFolder(x).recover());
                again.endProcess();
                new OutputFolder(scene.x()).recover();
                assertWhole(scene, before, call);
                if (end == null) {
                    break;
                }
                twice++;
                scene = ExchangeScene.in(folder.resolve("call" + call + "-" + second), true);
                kill(call, scene);
            }
        } while (files.calls() >= call);
        assertThat(twice).isGreaterThan(500);
    }

    /** A full or a bad disk: the compilation fails with a message, or does not need what failed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("slow")
    void afterAFailureOfAnyCallTheOldContentsAreBack(boolean existing) throws IOException {
        int call = 0;
        int failures = 0;
        StoppingFileSystem files;
        do {
            call++;
            ExchangeScene scene = ExchangeScene.in(folder.resolve("call" + call), existing);
            files = StoppingFileSystem.failingAt(call);
            Path x = files.path(scene.x());
            Throwable failure = catchThrowable(() -> ExchangeScene.write(x, ExchangeScene.AFTER));
            files.endProcess();
            if (failure == null) {
                assertThat(ExchangeScene.contents(scene.x()))
                        .as("call %d", call)
                        .isEqualTo(after);
            } else {
                failures++;
                assertThat(failure).as("call %d", call).isInstanceOf(IntaglioException.class);
                new OutputFolder(scene.x()).recover();
                boolean inPlace = ExchangeScene.contents(scene.x()).equals(after);
                assertWhole(scene, existing ? before : Map.of(), call);
                assertThat(inPlace && !failure.getMessage().contains("in place"))
                        .as("call %d: %s", call, failure)
                        .isFalse();
            }
        } while (files.calls() >= call);
        assertThat(failures).isGreaterThan(40);
    }

    /** What is not whole must show that a compilation is unfinished, and must not have a manifest. */
    private void assertUnfinishedOrWhole(ExchangeScene scene, Map<String, String> old, int call) throws IOException {
        Map<String, String> left = ExchangeScene.contents(scene.x());
        if (scene.unfinished()) {
            left.keySet().removeIf(name -> name.startsWith(".intaglio-exchange"));
        }
        if (!scene.unfinished() || left.containsKey("manifest.json")) {
            assertThat(left).as("call %d", call).isIn(old, after);
        }
        assertThat(scene.neighboursAreUntouched()).as("call %d", call).isTrue();
    }

    private static StoppingFileSystem kill(int call, ExchangeScene scene) throws IOException {
        StoppingFileSystem files = StoppingFileSystem.killedAt(call);
        Path x = files.path(scene.x());
        Throwable end = catchThrowable(() -> ExchangeScene.write(x, ExchangeScene.AFTER));
        assertThat(end)
                .satisfiesAnyOf(e -> assertThat(e).isNull(), e -> assertThat(e).isInstanceOf(Killed.class));
        files.endProcess();
        return files;
    }

    private void assertWhole(ExchangeScene scene, Map<String, String> old, int call) throws IOException {
        assertThat(scene.unfinished()).as("call %d", call).isFalse();
        assertThat(ExchangeScene.contents(scene.x())).as("call %d", call).isIn(old, after);
        assertThat(scene.neighboursAreUntouched()).as("call %d", call).isTrue();
    }
}
