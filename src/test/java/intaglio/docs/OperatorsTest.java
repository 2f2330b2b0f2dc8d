package intaglio.docs;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.op.LayerCases;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/operators.md is what the compiler does. */
class OperatorsTest {

    private static final Path PAGE = Path.of("docs/operators.md");
    private static final Path MADE = Path.of("target/operators.md");

    @TempDir
    private Path folder;

    @Test
    void thePageIsWhatTheCompilerDoes() throws IOException {
        String text = OperatorTable.text(folder);
        Files.createDirectories(MADE.getParent());
        Files.writeString(MADE, text);
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("%s is out of date: cp %s %s", PAGE, MADE, PAGE)
                .isEqualTo(text);
    }

    /** A new kind of layer needs a row. */
    @Test
    void everyKindHasARow() {
        Set<Class<?>> kinds = Arrays.stream(LayerCases.class.getMethods())
                .map(Method::getParameterTypes)
                .map(types -> types[0])
                .collect(Collectors.toSet());
        Set<Class<?>> met = OperatorSamples.all().values().stream()
                .flatMap(network -> network.layers().stream())
                .map(Object::getClass)
                .collect(Collectors.toSet());
        assertThat(met).containsAll(kinds);
    }
}
