package intaglio.frontend.tflite;

import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;
import java.util.stream.IntStream;

/** CONCATENATION of data. */
final class ConcatTranslation implements OperatorTranslation {

    @Override
    public void translate(Step step) {
        int count = step.call().inputs().length;
        if (!IntStream.range(0, count).allMatch(step::isData)) {
            step.problem("joins a constant", "leave it out");
            return;
        }
        List<String> inputs = IntStream.range(0, count).mapToObj(step::data).toList();
        String joined = step.node(
                "Concat", inputs, OnnxGraphBuilder.integer("axis", step.call().integer(0, 0)));
        step.give(step.activated(joined, 1));
    }
}
