package intaglio.testing;

import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/** The article's LeNet and its checkpoints, read from the shared data by position, apart from the compiler's reader. */
public final class SeedLenet {

    private SeedLenet() {}

    /** The article's network. */
    public static Network network() {
        Window pool = Window.of(2, 2, 2, 2, 0, 0);
        return new Network(
                "lenet5",
                new Shape(1, 28, 28),
                List.of(
                        new Conv2d("c1", 6, Window.of(5, 5, 1, 1, 2, 2), Activation.RELU),
                        new Pool2d("s2", PoolKind.AVERAGE, pool),
                        new Conv2d("c3", 16, Window.of(5, 5, 1, 1, 0, 0), Activation.RELU),
                        new Pool2d("s4", PoolKind.AVERAGE, pool),
                        new Conv2d("c5", 120, Window.of(5, 5, 1, 1, 0, 0), Activation.NONE),
                        new Dense("f6", 84, Activation.NONE),
                        new Dense("output", 10, Activation.NONE)));
    }

    /** {@code best_model.pth}: trained float weights. */
    public static FloatModel bestModel() {
        return read("lenet-seed/best_model.pth", false);
    }

    /** {@code quant_model.pth}: weights that are integers already. */
    public static FloatModel quantModel() {
        return read("lenet-seed/quant_model.pth", true);
    }

    private static FloatModel read(String relative, boolean integerWeights) {
        Path file = SharedData.require(relative);
        Map<String, FloatParameters> parameters = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            int storage = 0;
            for (Weighted layer : network().weightedLayers()) {
                float[] weights = storage(zip, storage, integerWeights);
                parameters.put(layer.label(), new FloatParameters(weights, storage(zip, storage + 1, false)));
                storage += 2;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FloatModel(network(), parameters);
    }

    private static float[] storage(ZipFile zip, int index, boolean integers) throws IOException {
        byte[] bytes = zip.getInputStream(zip.getEntry("archive/data/" + index)).readAllBytes();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.length / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = integers ? buffer.getInt() : buffer.getFloat();
        }
        return values;
    }
}
