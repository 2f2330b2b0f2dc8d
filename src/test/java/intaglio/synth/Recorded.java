package intaglio.synth;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** What tools printed: {@code src/test/resources/synth}. */
final class Recorded {

    private Recorded() {}

    static Path file(String name) {
        try {
            return Path.of(Recorded.class.getResource("/synth/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
