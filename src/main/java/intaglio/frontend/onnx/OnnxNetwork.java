package intaglio.frontend.onnx;

import intaglio.ir.GivenQuantization;
import intaglio.ir.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What an ONNX model says, as layers with all that can be folded folded in; limits are not checked.
 *
 * @param name legal and lower-case
 * @param layers with legal and unique labels
 * @param given present where the model is quantized
 */
public record OnnxNetwork(
        String name, Shape input, List<OnnxLayer> layers, Optional<GivenQuantization> given) {}
