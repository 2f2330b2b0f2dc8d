package intaglio.frontend.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The files of the resource folder {@code keras}, which its script makes, and what Keras gives for an image. */
final class KerasCases {

    private KerasCases() {}

    /**
     * One file.
     *
     * @param image bytes: rows, columns, channels
     * @param shape of the output
     * @param output rows, columns, channels
     */
    record Case(String file, int[] image, int[] shape, double[] output) {

        @Override
        public String toString() {
            return file;
        }
    }

    static Path folder() {
        try {
            return Path.of(KerasCases.class.getResource("/keras/cases.json").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Case> all() throws IOException {
        JsonNode cases = new ObjectMapper().readTree(Files.readAllBytes(folder().resolve("cases.json")));
        return StreamSupport.stream(cases.spliterator(), false)
                .map(one -> new Case(
                        one.get("file").asText(), integers(one.get("image")), integers(one.get("shape")), reals(one)))
                .toList();
    }

    private static int[] integers(JsonNode list) {
        return IntStream.range(0, list.size()).map(i -> list.get(i).asInt()).toArray();
    }

    private static double[] reals(JsonNode one) {
        JsonNode list = one.get("output");
        return IntStream.range(0, list.size())
                .mapToDouble(i -> list.get(i).asDouble())
                .toArray();
    }
}
