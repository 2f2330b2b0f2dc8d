package intaglio.frontend.onnx;

import intaglio.graph.OutputKind;
import intaglio.ir.GivenQuantization;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What an ONNX model says, as layers with all that can be folded folded in; limits are not checked.
 *
 * @param name legal and lower-case
 * @param normalization what the bytes of an image stand for, where the graph begins with that; empty otherwise
 * @param saysPixels whether the file says the range of the pixels: it takes bytes
 * @param notes what has been assumed, left out or added, one sentence each
 * @param layers with legal and unique labels, each behind those that it reads; the last gives the output
 * @param output what the values at the end are
 * @param given present where the model is quantized
 */
public record OnnxNetwork(
        String name,
        Shape input,
        Optional<Normalization> normalization,
        boolean saysPixels,
        List<String> notes,
        List<OnnxLayer> layers,
        OutputKind output,
        Optional<GivenQuantization> given) {}
