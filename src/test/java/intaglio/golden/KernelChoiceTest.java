package intaglio.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

    /** Tests run with the module. */
    @Test
    void takesTheVectorApiWhereItIs() {
        assertThat(LaneKernel.hasVectorModule()).isTrue();
        assertThat(KernelProbe.report()).startsWith("Vector API");
    }

    @Test
    void aJvmWithoutTheModuleGivesTheSameLogits() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(), "-cp", System.getProperty("java.class.path"), KernelProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String here = KernelProbe.report();
        assertThat(output).startsWith("plain Java: ").endsWith(here.substring(here.indexOf(": [[")));
    }
}
