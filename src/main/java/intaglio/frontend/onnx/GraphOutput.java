package intaglio.frontend.onnx;

import intaglio.frontend.OutputMeaning;
import intaglio.graph.OutputKind;
import intaglio.ir.FunctionKind;
import java.util.Optional;

/** Settles what the values at the end of a graph are. */
final class GraphOutput {

    private GraphOutput() {}

    /**
     * What they are. A function behind the last layer that leaves the class as it is is left out of logits, and of
     * nothing else.
     *
     * @param said by the user
     */
    static OutputKind finish(Flow flow, Optional<OutputKind> said) {
        OutputKind kind = said.orElseGet(() -> OutputMeaning.of(flow.shape()));
        if (kind != OutputKind.LOGITS && flow.end() != null) {
            if (flow.mayGoOn()) {
                new FunctionOperator(FunctionKind.SIGMOID).apply(flow.reopen(), 0, flow);
            } else {
                flow.end()
                        .problem(
                                "ends a network whose output is no vector of logits",
                                "leave it out, or give a network that ends in a vector of logits");
            }
        }
        // The end may be the image itself, which is no layer.
        if (flow.source() != null) {
            flow.settle(flow.source().node());
        }
        flow.endNote().ifPresent(flow.graph().notes()::add);
        if (said.isEmpty()) {
            OutputMeaning.assumption(kind, flow.shape()).ifPresent(flow.graph().notes()::add);
        }
        if (kind == OutputKind.VALUES && !flow.isPlanar()) {
            flow.graph()
                    .notes()
                    .add("the output's values come in the order channels, rows, columns; the file has rows,"
                            + " columns, channels");
        }
        return kind;
    }
}
