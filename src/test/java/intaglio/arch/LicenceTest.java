package intaglio.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program is under Apache-2.0; whatever of ours becomes a part of the user's design is under 0BSD, and says so. */
class LicenceTest {

    private static final String IDENTIFIER = "SPDX-License-Identifier: 0BSD";

    @ParameterizedTest
    @ValueSource(strings = {"templates", "testbench"})
    void everySourceOfWhatIsEmittedSaysItsLicence(String folder) throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            sources = files.filter(file -> file.toString().matches(".*\\.(v|vm|h|cpp)"))
                    .toList();
        }
        assertThat(sources)
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(Files.readAllLines(file).get(0))
                        .isIn("// " + IDENTIFIER, "## " + IDENTIFIER, "# " + IDENTIFIER));
        assertThat(Path.of(folder, "LICENSE"))
                .content()
                .startsWith("Zero-Clause BSD")
                .contains("hereby granted");
    }

    @Test
    void theProgramSaysItsLicence() {
        assertThat(Path.of("LICENSE"))
                .content()
                .contains("Apache License", "Version 2.0, January 2004", "END OF TERMS");
        assertThat(Path.of("pom.xml")).content().contains("<name>Apache-2.0</name>");
    }
}
