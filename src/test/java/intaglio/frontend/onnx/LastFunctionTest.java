package intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.frontend.ModelReader;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function behind the last layer: left out where it always rises. */
class LastFunctionTest {

    @TempDir
    Path folder;

    @Test
    void aTanhAtTheEndIsLeftOutAndSaid() throws IOException {
        Network network = network("Tanh");
        assertThat(last(network)).isEqualTo(Activation.NONE);
        assertThat(network.assumptions())
                .contains(
                        "the tanh behind the last layer 'dense' is left out: the class is the same, the outputs are logits");
    }

    @Test
    void aHardSigmoidAtTheEndStays() throws IOException {
        assertThat(last(network("HardSigmoid"))).isEqualTo(ActivationFunction.of(FunctionKind.HARDSIGMOID, 0.2f, 0.5));
    }

    private static Activation last(Network network) {
        List<Layer> layers = network.layers();
        return ((Weighted) layers.get(layers.size() - 1)).activation();
    }

    private Network network(String operator) throws IOException {
        OnnxGraph graph = OnnxGraph.of(13, 0, 3, 11, 14)
                .node("Flatten")
                .random("w", 462, 7)
                .node("MatMul", List.of("w"))
                .node(operator);
        return ModelReader.read(Files.write(folder.resolve("m.onnx"), graph.bytes()), null)
                .network();
    }
}
