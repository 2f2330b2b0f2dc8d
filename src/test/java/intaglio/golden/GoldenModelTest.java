package intaglio.golden;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.data.ImageSet;
import intaglio.graph.IntegerModel;
import intaglio.quant.WideQuantizer;
import intaglio.testing.SeedLenet;
import org.junit.jupiter.api.Test;

class GoldenModelTest {

    @Test
    void articleNetworkHasThePublishedAccuracy() {
        ImageSet images = SeedMnist.images(Integer.MAX_VALUE);
        int[] labels = SeedMnist.labels(Integer.MAX_VALUE);
        assertThat(images.count()).isEqualTo(10000);
        assertThat(new GoldenModel(SeedMnist.article()).countCorrect(images, labels))
                .isEqualTo(9889);
        GoldenModel plain = new GoldenModel(SeedMnist.article(), new PlainKernel());
        assertThat(plain.countCorrect(images, labels)).isEqualTo(9889);
        int[] bits = {4, 5, 6, 8, 12};
        int[] published = {9896, 9893, 9894, 9894, 9894};
        for (int i = 0; i < bits.length; i++) {
            IntegerModel model =
                    WideQuantizer.quantize(SeedLenet.bestModel(), bits[i]).model();
            int correct = new GoldenModel(model).countCorrect(images, labels);
            assertThat(correct).as("%d bits", bits[i]).isEqualTo(published[i]);
        }
    }
}
