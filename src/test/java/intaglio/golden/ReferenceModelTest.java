package intaglio.golden;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageSet;
import intaglio.op.Layer;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReferenceModelTest {

    @Test
    void tracesOfTwoImagesEqualTheArticlesLayers() throws IOException {
        ImageSet images = SeedMnist.images(2);
        ReferenceModel reference = new ReferenceModel(SeedMnist.article());
        for (int image = 0; image < 2; image++) {
            Trace trace = reference.run(images.pixels(), image * 784);
            for (Layer layer : SeedLenet.network().layers()) {
                String file = "lenet-seed/expected/image" + image + "_" + layer.label() + ".txt";
                long[] expected = Files.readAllLines(SharedData.require(file)).stream()
                        .filter(line -> !line.startsWith("#"))
                        .mapToLong(Long::parseLong)
                        .toArray();
                LayerTrace actual = trace.layer(layer.label());
                // The article's files hold the values before ReLU.
                long[] values = actual.requantized() == null ? actual.output() : actual.requantized();
                assertThat(values).as(file).isEqualTo(expected);
            }
        }
    }

    @Test
    @Tag("slow")
    void logitsOfTheFirstImagesEqualTheArticles() throws IOException {
        List<String> expected =
                Files.readAllLines(SharedData.require("lenet-seed/expected/quant_logits_t10k_first1000.csv"));
        ImageSet images = SeedMnist.images(expected.size());
        ReferenceModel reference = new ReferenceModel(SeedMnist.article());
        assertThat(expected).hasSize(1000);
        for (int image = 0; image < expected.size(); image++) {
            long[] logits = reference.run(images.pixels(), image * 784).logits();
            String line = Arrays.stream(logits).mapToObj(Long::toString).collect(Collectors.joining(","));
            assertThat(line).as("image %d", image).isEqualTo(expected.get(image));
        }
    }

    @Test
    void argmaxTakesTheLowestOfEqualLogits() {
        assertThat(Logits.argmax(new long[] {-3, 7, 7, 2})).isEqualTo(1);
        assertThat(Logits.argmax(new long[] {Long.MIN_VALUE, Long.MIN_VALUE})).isZero();
    }
}
