package intaglio.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.frontend.torch.Checkpoint;
import intaglio.frontend.torch.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormOwnersTest {

    /** A letter and its channels: layers a, b and c, normalizations m and n. The second column: who owns what. */
    @ParameterizedTest
    @CsvSource({
        "a4 n4 b4 m4, a n b m",
        "a4 b4 n4 m4, a n b m",
        "a4 b6 n4 m6, a n b m",
        "a4 b4 n4, b n",
        "a4 b6 n4, a n",
        "a4 n4 b6 c6 m6, a n c m",
        "n4 a4, a n",
        "a4 n5, ''",
    })
    void everyNormalizationHasTheLayerItFollows(String order, String expected) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String word : order.split(" ")) {
            String name = word.substring(0, 1);
            int channels = Integer.parseInt(word.substring(1));
            Tensor tensor = name.equals("n") || name.equals("m")
                    ? new Tensor(name + ".running_mean", new int[] {channels}, new float[channels])
                    : new Tensor(name + ".weight", new int[] {channels, 1}, new float[channels]);
            tensors.put(tensor.name(), tensor);
        }
        List<Tensor> weights = tensors.values().stream()
                .filter(tensor -> tensor.shape().length == 2)
                .toList();
        Map<Tensor, String> owners = NormOwners.of(weights, new Checkpoint(Path.of("x"), "", tensors));
        assertThat(String.join(
                        " ",
                        weights.stream()
                                .filter(owners::containsKey)
                                .map(weight -> weight.name().substring(0, 1) + " " + owners.get(weight))
                                .toList()))
                .isEqualTo(expected);
    }
}
