package intaglio.golden;

import intaglio.data.ImageSet;
import intaglio.graph.IntegerModel;
import intaglio.testing.RandomModels;
import java.util.Arrays;
import java.util.List;

/** Program that prints which kernel this JVM takes and a digest of the logits it gives. */
final class KernelProbe {

    private KernelProbe() {}

    public static void main(String[] arguments) {
        System.out.println(report());
    }

    static String report() {
        IntegerModel model = RandomModels.of(11);
        byte[] pixels = new byte[3 * model.network().input().elements()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37);
        }
        ImageSet images = new ImageSet(model.network().input(), 3, pixels, List.of());
        GoldenModel golden = new GoldenModel(model);
        return golden.kernelName() + ": " + Arrays.deepToString(golden.logits(images, 0, 3));
    }
}
