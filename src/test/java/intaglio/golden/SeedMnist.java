package intaglio.golden;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.graph.IntegerModel;
import intaglio.quant.RequantFile;
import intaglio.quant.WideQuantizer;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;

/** The article's integer network and the MNIST test set. */
final class SeedMnist {

    private SeedMnist() {}

    static IntegerModel article() {
        RequantFile given = RequantFile.read(SharedData.require("lenet-seed/article_requant.json"));
        return WideQuantizer.withGiven(SeedLenet.quantModel(), given).model();
    }

    static ImageSet images(int limit) {
        return ImageReader.read(
                SharedData.require("mnist/t10k-images-idx3-ubyte.gz"),
                SeedLenet.network().input(),
                limit);
    }

    static int[] labels(int limit) {
        return LabelReader.read(SharedData.require("mnist/t10k-labels-idx1-ubyte.gz"), limit);
    }
}
