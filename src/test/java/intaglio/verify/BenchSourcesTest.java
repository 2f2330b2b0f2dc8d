package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchSourcesTest {

    @TempDir
    Path folder;

    @Test
    void everyFileSaysItsLicence() throws IOException {
        DesignPlan plan = DesignPlan.read(ToyDesign.copyTo(folder.resolve("out")));

        assertThat(BenchSources.of(plan, List.of()))
                .hasSizeGreaterThan(10)
                .allSatisfy((name, text) -> assertThat(text).as(name).startsWith("// SPDX-License-Identifier: 0BSD\n"));
    }
}
